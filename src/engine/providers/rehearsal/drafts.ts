import type { Json, JsonObject } from '../../model/json.ts';
import type { Evidence } from './evidence.ts';
import { assessmentDrafts } from './assessmentDrafts.ts';
import { judge } from './criteria.ts';
import { planningDrafts } from './planningDrafts.ts';
import { reviewFindings, sayReview, verdictOfReview } from './reviewFindings.ts';
import { join, sayAnswer, sayChanges, sayDecisions, saySeen, saySuspicion, sayTests, sayWorkspace } from './sentences.ts';
import { workDrafts } from './workDrafts.ts';

/**
 * Content by the property names that engineering artifacts use. A draft is taken as far as the schema lets it, so it serves
 * the built-in artifacts and those of a template's own alike.
 */
export function draftArtifact(evidence: Evidence, properties: readonly string[]): JsonObject {
  const all: Readonly<Record<string, Json | undefined>> = {
    ...planningDrafts(evidence),
    ...assessmentDrafts(evidence),
    ...workDrafts(evidence),
    ...(properties.includes('findings') && { verdict: verdictOfReview(reviewFindings(evidence)) }),
    summary: summaryFor(evidence, properties),
    goal: evidence.goal,
  };
  return Object.fromEntries(properties.flatMap((name) => (all[name] === undefined ? [] : [[name, all[name]]])));
}

/** What the reader of this kind of artifact wants to know first. */
function summaryFor(evidence: Evidence, properties: readonly string[]): string {
  const { goal, sources, files, suspicion, reports } = evidence;
  const subject = evidence.task === null ? `The goal is "${goal}".` : `The task is "${evidence.task.title}", for the goal "${goal}".`;
  if (properties.includes('changes')) return evidence.seen === null ? join(subject, sayChanges(evidence), sayTests(evidence)) : join(subject, saySeen(evidence.seen));
  if (properties.includes('criteria')) return join(subject, sayCriteria(evidence), sayTests(evidence));
  if (properties.includes('findings')) return join(subject, sayReview(evidence), sayTests(evidence));
  if (properties.includes('lessons')) return join(subject, lastReport(reports), sayChanges(evidence), sayTests(evidence));
  const start = sources[0] ?? files[0];
  const plan = start === undefined ? 'Without a look at files, the result rests on the task alone.' : `The work starts in ${start}${suspicion === null ? '' : ', where the failing test leads,'} and stays as small as the goal allows.`;
  return join(subject, sayDecisions(evidence), sayWorkspace(evidence), plan, sayTests(evidence), saySuspicion(evidence), sayAnswer(evidence));
}

function sayCriteria(evidence: Evidence): string {
  const criteria = judge(evidence);
  const count = (...statuses: readonly string[]): number => criteria.filter(({ status }) => statuses.includes(status)).length;
  const open = count('concern', 'unknown');
  return `Of ${criteria.length} criteria ${count('pass')} pass, ${count('fail')} fail, and ${open} ${open === 1 ? 'is' : 'are'} open.`;
}

/** What the latest input artifact says, without the sentence that names the goal. */
function lastReport(reports: Evidence['reports']): string {
  const last = reports.at(-1);
  if (last === undefined) return '';
  const said = last.summary.replace(/^The (?:goal|task) is [^"]*"[^"]*"[^.]*?(?:"[^"]*")?\.\s*/, '').slice(0, 600);
  return `The last report, of ${last.phase}, says: ${said}`;
}
