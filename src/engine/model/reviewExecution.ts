import type { ExecutionId } from './ids.ts';

/** The id of the `ordinal`-th review (one-based) of what an execution made; a review is an execution of its own. */
export function reviewExecutionOf(author: ExecutionId, ordinal: number): ExecutionId {
  return `${author}/reviewer-${ordinal}` as ExecutionId;
}

/** The execution that a review is about. */
export function reviewedExecutionOf(review: ExecutionId): ExecutionId {
  return review.replace(/\/reviewer-\d+$/, '') as ExecutionId;
}

/** Tells the executions of reviewers from those of authors. */
export function isReviewExecution(execution: ExecutionId): boolean {
  return /\/reviewer-\d+$/.test(execution);
}
