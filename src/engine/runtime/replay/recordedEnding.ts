import type { RunEvent } from '../../model/fact.ts';
import type { Failure, FailureKind } from '../../model/failure.ts';

/**
 * Why an execution ended without its result: a phase's own, a reviewer's, or an author's who was to answer reviewers. `null` for
 * what comes about again by itself: the result was turned down too often.
 */
export function endingFailure(event: RunEvent | undefined): Failure | null {
  if (event?.type === 'phase-failed') return event.failure;
  if (event?.type === 'decision-needed') return turnedDown.includes(event.failure.kind) ? null : event.failure;
  return event?.type === 'review-finished' && event.outcome.type === 'unavailable' ? event.outcome.failure : null;
}

const turnedDown: readonly FailureKind[] = ['invalid-artifact', 'no-artifact'];

/** Whether the phase's own time was over. A vendor that takes too long is worth another try, so it says so. */
export function isOutOfTime(failure: Failure | null): boolean {
  return failure?.kind === 'timeout' && !failure.isRetryable;
}
