import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { RunEventOf } from '../../../src/engine/model/fact.ts';
import type { WorkflowTemplate } from '../../../src/engine/model/template.ts';
import { graphOf } from '../../../src/engine/workflow/graph.ts';
import { pendingEffects } from '../../../src/engine/workflow/pendingEffects.ts';
import { replay } from '../../../src/engine/workflow/replay.ts';
import { schedule } from '../../../src/engine/workflow/schedule.ts';
import type { RunState } from '../../../src/engine/workflow/state.ts';
import { openSeats, phaseOf } from '../../../src/engine/workflow/step.ts';
import { isWaitingForPerson, toRunView } from '../../../src/engine/workflow/view.ts';
import { runView } from '../../../src/engine/workflow/runView.ts';
import { type Applied, randomOptions, RandomRun, randomStep } from './randomRun.ts';
import { randomTemplate } from './randomTemplates.ts';

const sequences = Number(process.env['PHASEGATE_SEQUENCES'] ?? 400);

const review = fc.record({
  by: fc.array(fc.constantFrom('x', 'y', 'z'), { minLength: 1, maxLength: 3 }),
  policy: fc.constantFrom<'advisory' | 'gate' | 'consensus' | { consensus: number }>('advisory', 'gate', 'consensus', { consensus: 1 }),
});

/** Every second phase or so is reviewed. */
const reviewedTemplate: fc.Arbitrary<WorkflowTemplate> = fc.tuple(randomTemplate, fc.array(fc.option(review), { minLength: 7, maxLength: 7 }))
  .map(([template, reviews]) => ({ ...template, phases: template.phases.map((phase, index) => ({ ...phase, ...(reviews[index] && { review: reviews[index] }) })) }));

describe('any run with reviews, whatever reviewers and people do', () => {
  it(`keeps its promises over ${sequences} random sequences`, function () {
    this.timeout(20_000 + sequences * 100);
    const seen = new Set<string>();
    const witness = { applied: assertStep, posted: () => {} };
    fc.assert(fc.property(reviewedTemplate, randomOptions, fc.array(randomStep, { maxLength: 80, size: 'max' }), (template, options, steps) => {
      const run = new RandomRun(template, options, witness);
      for (const step of steps) {
        run.take(step);
        assertStanding(run.state);
      }
      for (const { event } of run.facts) seen.add(event.type === 'review-decided' ? event.decision : event.type);
      assert.deepEqual(replay(run.facts), run.state, 'the facts alone give the state back');
    }), { numRuns: sequences });
    const wanted = ['passed', 'revise', 'stopped', ...(sequences >= 4_000 ? ['review-retried'] : [])];
    assert.deepEqual(wanted.filter((what) => !seen.has(what)), [], 'what is rare comes about in many sequences only');
  });
});

function assertStep({ before, event, step }: Applied): void {
  if (step.type === 'moved' && (event.type === 'phase-completed' || event.type === 'iteration-completed')) assertPassed(before, event);
}

/** What is under review completes only when all have ended and let it pass; who gave no opinion never approved. */
function assertPassed(before: RunState, { phase }: RunEventOf<'phase-completed' | 'iteration-completed'>): void {
  const current = phaseOf(before, phase);
  const round = current?.reviews.at(-1);
  const policy = graphOf(before.template).byId.get(phase)?.review?.policy;
  if (current?.situation.status !== 'reviewing' || !round) return;
  assert.equal(round.decided?.decision, 'passed');
  assert.ok(round.round <= 2, 'the author answers once');
  const approvals = round.seats.filter(({ outcome }) => outcome?.type === 'reviewed' && outcome.verdict === 'approve').length;
  if (policy === 'gate') assert.equal(approvals, round.seats.length);
  if (typeof policy === 'object') assert.ok(approvals >= policy.consensus);
}

function assertStanding(state: RunState): void {
  assert.deepEqual(schedule(state), [], 'nothing is due any more');
  const view = toRunView(state);
  assert.deepEqual(runView.parse(view), view);
  const executions = Object.values(state.phases).flatMap(({ reviews }) => reviews.flatMap(({ seats }) => seats.flatMap(({ execution }) => execution ?? [])));
  assert.equal(new Set(executions).size, executions.length, 'no review has the id of another');
  if (state.situation.status !== 'running') return;
  for (const { situation, reviews } of Object.values(state.phases)) {
    if (situation.status === 'reviewing') assert.ok(openSeats(reviews.at(-1)).length > 0 || reviews.at(-1)?.decided?.decision === 'passed', 'somebody looks, or it passed');
  }
  if (!isWaitingForPerson(state)) assert.ok(pendingEffects(state).length > 0, 'something is under way');
}
