import type { RunEvent } from '../model/fact.ts';
import { isExactModel } from '../model/modelReference.ts';
import { reviewExecutionOf } from '../model/reviewExecution.ts';
import type { PhaseDefinition } from '../model/template.ts';
import { decideReview } from './reviewDecision.ts';
import type { RunState } from './state.ts';

/** What is due in a review: reviewers who begin, and what follows when the last one has ended. */
export function dueReviews(state: RunState, definition: PhaseDefinition): readonly RunEvent[] {
  const phase = state.phases[definition.id];
  const round = phase?.reviews.at(-1);
  if (phase?.situation.status !== 'reviewing' || !round || round.decided) return [];
  const { execution } = phase.situation;
  const begun = phase.reviews.reduce((sum, { asked }) => sum + asked, 0);
  const starts = round.seats
    .map(({ reviewer, execution: taken }, seat) => ({ reviewer, seat, isOpen: taken === null }))
    .filter(({ isOpen }) => isOpen)
    .map(({ reviewer, seat }, index): RunEvent => ({
      type: 'review-started', phase: definition.id, execution: reviewExecutionOf(execution, begun + index + 1), author: execution,
      round: round.round, seat, reviewer, model: reviewerModel(state.model, reviewer),
    }));
  if (starts.length > 0 || !definition.review || round.seats.some(({ outcome }) => !outcome)) return starts;
  return [{ type: 'review-decided', phase: definition.id, execution, round: round.round, ...decideReview(definition.review.policy, { ...round, hasNews: phase.steering.length > phase.steered }) }];
}

/** A model chosen for the whole run replaces roles and aliases; a reviewer that is named exactly is meant to be another one. */
export function reviewerModel(ofRun: string | null, reviewer: string): string {
  return isExactModel(reviewer) ? reviewer : (ofRun ?? reviewer);
}
