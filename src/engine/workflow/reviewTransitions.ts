import { failed } from '../model/failure.ts';
import type { RunEventOf } from '../model/fact.ts';
import type { ExecutionId, PhaseId } from '../model/ids.ts';
import type { Wait } from '../model/wait.ts';
import { graphOf } from './graph.ts';
import { issuesOf } from './reviewDecision.ts';
import type { PhaseState, ReviewRound, ReviewSeat, RunState } from './state.ts';
import { executionOf, ignored, illegal, moved, phaseOf, type Step, withPhase } from './step.ts';

export function baselineTaken(state: RunState, { phase, execution, snapshot }: RunEventOf<'baseline-taken'>): Step {
  const current = phaseOf(state, phase);
  if (!current || executionOf(current.situation) !== execution) return ignored;
  return moved(withPhase(state, phase, { baseline: { execution, snapshot } }));
}

/** A valid artifact goes to the reviewers whom the template names. */
export function requested(state: RunState, event: RunEventOf<'review-requested'>): Step {
  const { type: _, phase, execution, ...submitted } = event;
  const current = phaseOf(state, phase);
  const review = graphOf(state.template).byId.get(phase)?.review;
  if (!review || current?.situation.status !== 'running' || current.situation.execution !== execution || event.round !== current.reviews.length + 1) return ignored;
  const round: ReviewRound = { ...submitted, decided: null, asked: 0, seats: review.by.map((reviewer) => ({ reviewer, execution: null, model: null, modelUsed: null, outcome: null })) };
  return moved(withPhase(state, phase, { tool: null, situation: { status: 'reviewing', execution }, reviews: [...current.reviews, round] }));
}

export function started(state: RunState, { phase, execution, round, seat, model }: RunEventOf<'review-started'>): Step {
  const current = underReview(state, phase);
  const latest = current?.reviews.at(-1);
  if (!current || latest?.round !== round || latest.seats[seat]?.execution !== null) return ignored;
  const seats = latest.seats.map((known, index) => (index === seat ? { ...known, execution, model } : known));
  return moved(withPhase(state, phase, { reviews: withLatest(current, { seats, asked: latest.asked + 1 }) }), [{ type: 'run-review', phase, execution }]);
}

export function finished(state: RunState, { phase, execution, outcome }: RunEventOf<'review-finished'>): Step {
  const current = underReview(state, phase);
  const latest = current?.reviews.at(-1);
  if (!current || !latest?.seats.some((seat) => seat.execution === execution && !seat.outcome)) return ignored;
  const seats = latest.seats.map((seat) => (seat.execution === execution ? { ...seat, outcome } : seat));
  return moved(withPhase(state, phase, { reviews: withLatest(current, { seats }) }));
}

/** On with the phase's end, back to its author, or over to a person. */
export function decided(state: RunState, { phase, execution, round, decision, message }: RunEventOf<'review-decided'>): Step {
  const current = underReview(state, phase);
  const latest = current?.reviews.at(-1);
  if (!current || latest?.round !== round || latest.decided || latest.seats.some(({ outcome }) => !outcome)) return ignored;
  const next = withPhase(state, phase, { reviews: withLatest(current, { decided: { decision, message } }) });
  switch (decision) {
    case 'passed':
      return moved(next, [{ type: 'complete-phase', phase, execution }]);
    case 'revise':
      return moved(withPhase(next, phase, { situation: { status: 'running', execution } }), [{ type: 'run-phase', phase, execution }]);
    case 'stopped':
      return moved(withPhase(next, phase, { situation: { status: 'waiting', execution, wait: waitAfter(latest, message) } }));
  }
}

function waitAfter(round: ReviewRound, message: string): Wait {
  return { reason: 'decision', failure: failed('review-rejected', message), raw: round.raw, issues: [...issuesOf(round)] };
}

/** The opinions that were given stay; only the missing ones are asked for. */
export function retried(state: RunState, { phase }: RunEventOf<'review-retried'>): Step {
  const current = phaseOf(state, phase);
  const latest = current?.reviews.at(-1);
  if (!current || !latest) return illegal('review-retried', `Phase "${phase}" has no reviews.`);
  const isWaiting = current.situation.status === 'waiting' && current.situation.wait.reason === 'decision' && latest.decided?.decision === 'stopped';
  const { status } = state.situation;
  if (!isWaiting || (status !== 'running' && status !== 'paused')) return illegal('review-retried', `Phase "${phase}" does not wait for its reviewers.`);
  if (!latest.seats.some(isMissing)) return illegal('review-retried', `Every reviewer of "${phase}" gave an opinion; decide on it, or retry the phase.`);
  const seats = latest.seats.map((seat) => (isMissing(seat) ? { ...seat, execution: null, model: null, modelUsed: null, outcome: null } : seat));
  const { execution } = current.situation;
  return moved(withPhase(state, phase, { situation: { status: 'reviewing', execution }, reviews: withLatest(current, { seats, decided: null }) }));
}

export function isMissing({ outcome }: ReviewSeat): boolean {
  return outcome?.type === 'unavailable';
}

function underReview(state: RunState, phase: PhaseId): PhaseState | undefined {
  const current = phaseOf(state, phase);
  return current?.situation.status === 'reviewing' ? current : undefined;
}

function withLatest({ reviews }: PhaseState, change: Partial<ReviewRound>): readonly ReviewRound[] {
  return reviews.map((round, index) => (index === reviews.length - 1 ? { ...round, ...change } : round));
}

/** The model that answered in place of the alias that was asked for. */
export function withReviewModel(reviews: readonly ReviewRound[], execution: ExecutionId, model: string): readonly ReviewRound[] {
  return reviews.map((round) => ({ ...round, seats: round.seats.map((seat) => (seat.execution === execution ? { ...seat, modelUsed: model } : seat)) }));
}
