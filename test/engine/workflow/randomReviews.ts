import type { RunEvent, RunEventOf } from '../../../src/engine/model/fact.ts';
import { failed } from '../../../src/engine/model/failure.ts';
import type { ExecutionId, PhaseId } from '../../../src/engine/model/ids.ts';
import type { Json } from '../../../src/engine/model/json.ts';
import type { ReviewOutcome, ReviewVerdict } from '../../../src/engine/model/review.ts';
import type { RunState } from '../../../src/engine/workflow/state.ts';
import { executionOf, openSeats, phaseOf } from '../../../src/engine/workflow/step.ts';
import { artifactRef, executionIn } from './fixtures.ts';

interface Submitted {
  readonly phase: PhaseId;
  readonly values: Record<string, Json>;
}

/** The phase's valid artifact goes to its reviewers. */
export function submission(state: RunState, { phase, values }: Submitted): RunEventOf<'review-requested'> {
  const round = (phaseOf(state, phase)?.reviews.length ?? 0) + 1;
  return { type: 'review-requested', phase, execution: executionIn(state, phase), round, artifact: artifactRef(`${phase}-artifact`), values, raw: { text: '{}' }, changes: null, answer: null };
}

export function opinionOf(verdict: ReviewVerdict, severity: 'minor' | 'major' | 'blocker' = 'minor', pointer = '/title'): ReviewOutcome {
  const findings = verdict === 'approve' && severity === 'minor' ? [] : [{ id: 'F1', severity, pointer, title: 'A finding', detail: 'What is wrong with it.' }];
  return { type: 'reviewed', artifact: artifactRef('review'), verdict, summary: 'An opinion.', findings };
}

export const noOpinion: ReviewOutcome = { type: 'unavailable', failure: failed('auth', 'The key is wrong.') };

export function reviewing(phase: string, execution: ExecutionId, outcome: ReviewOutcome): RunEvent {
  return { type: 'review-finished', phase: phase as PhaseId, execution, outcome };
}

const outcomes: readonly ReviewOutcome[] = [opinionOf('approve'), opinionOf('request-changes', 'major'), opinionOf('reject', 'blocker'), noOpinion];

/** What may be heard of a phase under review: its reviewers end, some of them again; the runtime completes what passed. */
export function reviewNews(state: RunState, { phase, values }: Submitted, value: number): readonly RunEvent[] {
  const current = phaseOf(state, phase);
  const round = current?.reviews.at(-1);
  const author = current && executionOf(current.situation);
  const outcome = outcomes[value % outcomes.length] ?? noOpinion;
  if (!current || !round || !author) return [];
  const ends = openSeats(round).map(({ execution }) => reviewing(phase, execution, outcome));
  if (round.decided?.decision !== 'passed') return ends;
  const done = { phase, execution: author, artifact: round.artifact, values };
  return [current.loop ? { type: 'iteration-completed', iteration: current.loop.done.length, ...done } : { type: 'phase-completed', ...done }];
}
