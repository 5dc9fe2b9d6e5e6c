import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ReviewOutcome, ReviewPolicy } from '../../../src/engine/model/review.ts';
import { decideReview, issuesOf } from '../../../src/engine/workflow/reviewDecision.ts';
import type { ReviewSeat } from '../../../src/engine/workflow/state.ts';
import { noOpinion, opinionOf } from './randomReviews.ts';

const yes = opinionOf('approve');
const changes = opinionOf('request-changes', 'major');
const no = opinionOf('reject', 'blocker');
const seatsOf = (...outcomes: readonly ReviewOutcome[]): readonly ReviewSeat[] => outcomes.map((outcome, index) => ({ reviewer: `r${index + 1}`, execution: null, model: null, modelUsed: null, outcome }));

const cases: readonly (readonly [policy: ReviewPolicy, outcomes: readonly ReviewOutcome[], first: string, second: string])[] = [
  ['advisory', [no, no], 'passed', 'passed'],
  ['advisory', [noOpinion], 'passed', 'passed'],
  ['gate', [yes, yes], 'passed', 'passed'],
  ['gate', [yes, changes], 'revise', 'stopped'],
  ['gate', [yes, noOpinion], 'stopped', 'stopped'],
  ['gate', [changes, noOpinion], 'revise', 'stopped'],
  ['consensus', [yes, changes], 'passed', 'passed'],
  ['consensus', [yes, yes, no], 'revise', 'stopped'],
  ['consensus', [yes, noOpinion], 'stopped', 'stopped'],
  ['consensus', [yes, yes, noOpinion], 'passed', 'passed'],
  [{ consensus: 2 }, [yes, yes, no], 'passed', 'passed'],
  [{ consensus: 2 }, [yes, changes, noOpinion], 'revise', 'stopped'],
  [{ consensus: 1 }, [noOpinion, noOpinion], 'stopped', 'stopped'],
];

describe('what reviews decide', () => {
  for (const [policy, outcomes, first, second] of cases) {
    it(`${JSON.stringify(policy)} over ${outcomes.map((outcome) => (outcome.type === 'reviewed' ? outcome.verdict : outcome.type)).join(', ')}: ${first}, then ${second}`, () => {
      const seats = seatsOf(...outcomes);
      assert.deepEqual([1, 2].map((round) => decideReview(policy, { seats, round }).decision), [first, second]);
    });
  }

  it('says who said what', () => {
    const { message } = decideReview('gate', { seats: seatsOf(yes, no, noOpinion), round: 2 });
    assert.equal(message, 'r1 approves; r2 rejects it (1 blocker); r3 is unavailable: The key is wrong. The gate needs the approval of all.');
  });

  it('lets the author hear what a person wrote meanwhile, whatever the reviewers say', () => {
    assert.equal(decideReview('gate', { seats: seatsOf(yes), round: 1, hasNews: true }).decision, 'revise');
    assert.equal(decideReview('gate', { seats: seatsOf(yes), round: 2, hasNews: true }).decision, 'revise');
    assert.equal(decideReview('gate', { seats: seatsOf(no), round: 2, hasNews: true }).decision, 'stopped');
  });

  it('never takes silence for approval: one more reviewer who is down never lets pass what did not pass', () => {
    const outcome = fc.constantFrom(yes, changes, no, noOpinion);
    const policy = fc.constantFrom<ReviewPolicy>('gate', 'consensus', { consensus: 1 }, { consensus: 2 });
    fc.assert(fc.property(policy, fc.array(outcome, { minLength: 1, maxLength: 5 }), fc.integer({ min: 1, max: 2 }), (of, outcomes, round) => {
      const before = decideReview(of, { seats: seatsOf(...outcomes), round }).decision;
      const after = decideReview(of, { seats: seatsOf(...outcomes, noOpinion), round }).decision;
      if (before !== 'passed') assert.notEqual(after, 'passed');
    }));
  });

  it('puts the gravest finding first where a person decides', () => {
    const issues = issuesOf({ seats: seatsOf(changes, no) });
    assert.deepEqual(issues.map(({ message }) => message.split(':')[0]), ['blocker, r2', 'major, r1']);
  });
});
