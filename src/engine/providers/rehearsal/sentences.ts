import type { SeenChanges } from './changesSeen.ts';
import type { Evidence } from './evidence.ts';
import { describeRun } from './testRun.ts';

/** `src/a.js, src/b.js and 3 more`. */
export function listFiles(paths: readonly string[], limit = 3): string {
  if (paths.length === 0) return 'no files';
  const shown = paths.slice(0, limit).join(', ');
  return paths.length > limit ? `${shown} and ${paths.length - limit} more` : shown;
}

/** The file that matters most, or the workspace where there is none. */
export function mainFile({ files }: Evidence): string {
  return files[0] ?? 'the workspace';
}

/** `src/invoice.js (subtotal, total)`. */
export function fileWithNames(evidence: Evidence, path: string): string {
  const names = evidence.namesIn(path).slice(0, 3);
  return names.length === 0 ? path : `${path} (${names.join(', ')})`;
}

/** What running the tests showed. */
export function sayTests({ before, after, testCommand, outlook }: Evidence): string {
  if (before !== null && after !== null) return `Before the work ${describeRun(before)}; after it ${describeRun(after)}.`;
  if (before !== null) return `${capitalize(describeRun(before))}.`;
  if (outlook === 'good') return 'The tests passed when an earlier phase ran them last.';
  if (outlook === 'bad') return 'The tests failed when an earlier phase ran them last.';
  return testCommand === null ? 'The workspace names no command that runs its tests.' : `The project is checked with ${testCommand}, which this phase did not run.`;
}

export function sayChanges({ changes, earlierChanges }: Evidence): string {
  if (changes.length === 0) return earlierChanges.length > 0 ? `Earlier phases changed ${listFiles(earlierChanges, 5)}.` : 'This phase changed no file.';
  return changes.map(({ path, summary }) => `${path}: ${lowerFirst(summary)}.`).join(' ');
}

/** What Git says is different, or why it cannot. */
export function saySeen({ changes, obstacle }: SeenChanges): string {
  return obstacle ?? `Under review: ${changes.slice(0, 5).map(({ path, kind, summary }) => `${path} (${kind}: ${lowerFirst(summary)})`).join('; ')}${changes.length > 5 ? `; and ${changes.length - 5} more files` : ''}.`;
}

export function sayWorkspace(evidence: Evidence): string {
  const { files, sources, tests } = evidence;
  if (files.length === 0) return 'Nothing of the workspace could be seen with the tools of this phase.';
  const code = sources.length === 0 ? 'It holds no source code' : `The code is in ${sources.slice(0, 3).map((path) => fileWithNames(evidence, path)).join(', ')}${sources.length > 3 ? ` and ${sources.length - 3} more files` : ''}`;
  return `${code}; ${tests.length === 0 ? 'there are no tests' : `tests are in ${listFiles(tests)}`}.`;
}

/** Where a failing test leads, as far as reading can tell. */
export function saySuspicion({ suspicion }: Evidence): string {
  return suspicion === null ? '' : `Following the failing test, the likeliest cause is in ${suspicion.path}: it would pass if ${suspicion.description.replace(' becomes ', ' became ')}.`;
}

export function sayAnswer({ answers }: Evidence): string {
  return answers[0] === undefined ? '' : `Asked "${answers[0].question.slice(0, 200)}", the person said: "${answers[0].answer.slice(0, 200)}".`;
}

/** What was decided before this phase. */
export function sayDecisions({ listed }: Evidence): string {
  const decisions = listed('decisions').flatMap(({ id, title }) => (typeof id === 'string' && typeof title === 'string' ? [`${id} ("${title}")`] : []));
  return decisions.length === 0 ? '' : `It follows ${decisions.slice(0, 5).join(' and ')}.`;
}

export function join(...sentences: readonly string[]): string {
  return sentences.filter((sentence) => sentence !== '').join(' ');
}

function capitalize(text: string): string {
  return /^[a-z]+ [a-z]/.test(text) && !/^(npm|cargo|go|python3|make)\b/.test(text) ? text.slice(0, 1).toUpperCase() + text.slice(1) : text;
}

function lowerFirst(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1);
}
