import type { Redaction } from '../base/redaction.ts';
import type { Failure } from '../model/failure.ts';
import { isReviewExecution } from '../model/reviewExecution.ts';
import type { PhaseOutcome } from '../phase/runner.ts';
import type { Ids } from '../ports/ids.ts';
import { issuesOf } from '../workflow/reviewDecision.ts';
import type { ReviewRound, RunState } from '../workflow/state.ts';
import { phaseOf } from '../workflow/step.ts';
import { type Finished, toRecord } from './outcomeEvents.ts';
import { reviewEnding } from './review/reviewEnding.ts';
import { isReviewed, reviewRequest, roundToAnswer } from './review/reviewRequest.ts';
import type { Posting } from './writer.ts';

/** What is looked at in the workspace when an execution ends. */
export interface EndingPorts {
  readonly ids: Ids;
  readonly redaction: Redaction;
  /** Id of a copy of the workspace's files; `null` where none can be taken. */
  readonly snapshot: () => Promise<string | null>;
  /** What the execution changed in the workspace's files; `null` where that cannot be told. */
  readonly changes: () => Promise<string | null>;
}

/** What is recorded when an execution ended: a phase's own, whose artifact may go to reviewers, or a reviewer's. */
export async function executionEnding(state: RunState, of: Finished & { readonly outcome: PhaseOutcome }, { ids, redaction, snapshot, changes }: EndingPorts): Promise<Posting> {
  const { phase, execution, outcome } = of;
  if (isReviewExecution(execution)) return reviewEnding(state, { phase, execution }, { ids, outcome });
  const isDone = outcome.type === 'completed';
  if (isDone && isReviewed(state, of)) return reviewRequest(state, { phase, execution }, { ids, redaction, outcome, changes: await changes() });
  const round = roundToAnswer(state, of);
  if (round && (outcome.type === 'failed' || outcome.type === 'undecided')) return unanswered({ phase, execution }, round, outcome.failure);
  const taken = isDone && !phaseOf(state, phase)?.loop ? await snapshot() : null;
  return toRecord(state, { phase, execution }, { ids, outcome, snapshot: taken });
}

/** The author could not answer its reviewers: a person decides about the artifact that they saw. */
function unanswered(of: Finished, round: ReviewRound, failure: Failure): Posting {
  return { events: [{ type: 'decision-needed', ...of, failure, raw: round.raw, issues: [...issuesOf(round)] }], texts: [] };
}
