import { review as reviewSchema } from '../../model/artifacts/review.ts';
import type { Blockage } from '../../model/blockage.ts';
import type { RunEvent } from '../../model/fact.ts';
import { failed, type Failure } from '../../model/failure.ts';
import type { ArtifactId } from '../../model/ids.ts';
import type { FindingDigest } from '../../model/review.ts';
import type { PhaseOutcome } from '../../phase/runner.ts';
import type { Ids } from '../../ports/ids.ts';
import { graphOf } from '../../workflow/graph.ts';
import type { RunState } from '../../workflow/state.ts';
import type { Finished } from '../outcomeEvents.ts';
import { toPause } from '../pauseEvents.ts';
import type { Posting } from '../writer.ts';

/** Longest text of an opinion in run state; the review's own artifact has it whole. */
const longest = { summary: 800, detail: 400 } as const;

/** What is recorded when a review ended: an opinion, or that there is none and why. Nothing for one that was only suspended. */
export function reviewEnding(state: RunState, of: Finished, { ids, outcome }: { readonly ids: Ids; readonly outcome: PhaseOutcome }): Posting {
  switch (outcome.type) {
    case 'completed':
      return opinion(of, ids, outcome);
    case 'undecided':
    case 'failed':
      return { events: [unavailable(of, outcome.failure)], texts: [] };
    case 'blocked':
      return { events: [outcome.by.reason === 'budget' || isWaitedFor(state, of, outcome.by) ? toPause(state.template, outcome.by) : unavailable(of, outcome.by.failure)], texts: [] };
    case 'suspended':
      return { events: [], texts: [] };
  }
}

/** A vendor that only limits will answer, and its opinion decides: the run pauses until then, as for any phase. Advice is not waited for. */
function isWaitedFor({ template }: RunState, { phase }: Finished, by: Blockage): boolean {
  return by.reason === 'rate-limit' && by.failure.kind === 'rate-limit' && graphOf(template).byId.get(phase)?.review?.policy !== 'advisory';
}

function opinion(of: Finished, ids: Ids, { data, contract }: Extract<PhaseOutcome, { type: 'completed' }>): Posting {
  const parsed = reviewSchema.safeParse(data);
  if (!parsed.success) return { events: [unavailable(of, failed('invalid-artifact', 'The review does not fit its schema.'))], texts: [] };
  const { verdict, summary, findings } = parsed.data;
  const text = JSON.stringify(data);
  const artifact = { id: `${of.execution}/artifact` as ArtifactId, type: contract.type, schemaVersion: contract.schemaVersion, hash: ids.hash(text), isForced: false };
  const digests = findings.map(({ id, severity, pointer, title, detail }): FindingDigest => ({ id, severity, pointer, title, detail: cut(detail, longest.detail) }));
  return { events: [{ type: 'review-finished', ...of, outcome: { type: 'reviewed', artifact, verdict, summary: cut(summary, longest.summary), findings: digests } }], texts: [{ hash: artifact.hash, text }] };
}

function unavailable(of: Finished, failure: Failure): RunEvent {
  return { type: 'review-finished', ...of, outcome: { type: 'unavailable', failure } };
}

function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1).trimEnd()}…`;
}
