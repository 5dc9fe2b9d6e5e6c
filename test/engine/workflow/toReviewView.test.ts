import assert from 'node:assert/strict';
import type { ReviewOutcome } from '../../../src/engine/model/review.ts';
import { reviewRoundView } from '../../../src/engine/model/reviewView.ts';
import type { ReviewRound } from '../../../src/engine/workflow/state.ts';
import { toReviewView } from '../../../src/engine/workflow/toReviewView.ts';
import { artifactRef } from './fixtures.ts';
import { noOpinion, opinionOf } from './randomReviews.ts';

function roundOf(...outcomes: readonly (ReviewOutcome | null)[]): ReviewRound {
  const seats = outcomes.map((outcome, index) => ({ reviewer: ['deep', 'critic', 'critic'][index] ?? 'x', execution: null, model: null, modelUsed: null, outcome }));
  return { round: 1, artifact: artifactRef('a'), values: {}, raw: { text: '{}' }, changes: null, answer: null, seats, asked: 0, decided: null };
}

describe('a round of reviews', () => {
  it('fits the schema that every face parses, and names each reviewer once', () => {
    const view = toReviewView(roundOf(opinionOf('approve'), noOpinion, null));
    assert.deepEqual(reviewRoundView.parse(view), view);
    assert.deepEqual(view.reviewers.map(({ name, status, verdict, failure }) => `${name} ${status} ${verdict} ${failure}`), ['deep reviewed approve null', 'critic 1 unavailable null The key is wrong.', 'critic 2 waiting null null']);
  });

  it('shows field by field where reviewers differ, the gravest first', () => {
    const { disagreements } = toReviewView(roundOf(opinionOf('request-changes', 'major', '/title'), opinionOf('reject', 'blocker', '/steps/0'), opinionOf('request-changes', 'major', '/title')));
    assert.deepEqual(disagreements, [
      { field: 'verdict', says: [{ name: 'deep', what: 'request-changes' }, { name: 'critic 1', what: 'reject' }, { name: 'critic 2', what: 'request-changes' }] },
      { field: '/steps/0', says: [{ name: 'deep', what: null }, { name: 'critic 1', what: 'blocker: A finding' }, { name: 'critic 2', what: null }] },
      { field: '/title', says: [{ name: 'deep', what: 'major: A finding' }, { name: 'critic 1', what: null }, { name: 'critic 2', what: 'major: A finding' }] },
    ]);
  });

  it('has nothing to compare where one opinion was given, or all say the same', () => {
    assert.deepEqual(toReviewView(roundOf(opinionOf('reject', 'blocker'), noOpinion)).disagreements, []);
    assert.deepEqual(toReviewView(roundOf(opinionOf('reject', 'blocker'), opinionOf('reject', 'blocker'))).disagreements, []);
  });
});
