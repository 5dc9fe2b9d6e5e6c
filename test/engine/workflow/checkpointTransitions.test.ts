import assert from 'node:assert/strict';
import type { RunEvent } from '../../../src/engine/model/fact.ts';
import type { CheckpointId, PhaseId } from '../../../src/engine/model/ids.ts';
import { after, completion, moved, outcomeOf, situationOf, startedRun, templateOf } from './fixtures.ts';

const template = templateOf(
  { id: 'list' },
  { id: 'each', dependsOn: ['list'], parallelizable: true, loop: { over: 'list.items', max: 3 } },
  { id: 'other', dependsOn: ['list'], parallelizable: true },
);

describe('checkpoints', () => {
  it('remember a loop whose iterations are all done: after the rollback they are put together, and none is added', () => {
    const listed = after(startedRun(template), completion(startedRun(template), 'list', { 'list.items': ['only'] }));
    const iterated = after(listed, completion(listed, 'each'));
    assert.equal(situationOf(iterated, 'each').status, 'collecting');
    const kept = after(iterated, completion(iterated, 'other'), taking('other'), completion(iterated, 'each'));
    assert.equal(kept.situation.status, 'completed');
    const back = after(kept, { type: 'run-rolled-back', checkpoint: 'after-other' as CheckpointId, safety: 'safety' as CheckpointId, message: '' });
    assert.equal(situationOf(back, 'each').status, 'collecting');
    assert.deepEqual(moved(back, { type: 'run-resumed' }).effects, [{ type: 'collect-loop', phase: 'each' }]);
  });

  it('are taken once', () => {
    const state = startedRun(template);
    const completed = after(state, completion(state, 'list'), taking('list'));
    assert.equal(outcomeOf(completed, taking('list')), 'ignored');
  });

  it('of news that comes too late fail nothing: a collection given up before the rollback is not the loop that begins anew', () => {
    const state = startedRun(templateOf({ id: 'first' }, { id: 'each', dependsOn: ['first'], loop: { until: { path: 'each.n', op: 'eq', value: 1 }, max: 2 } }));
    assert.equal(outcomeOf(state, { type: 'phase-failed', phase: 'each' as PhaseId, execution: null, failure: { kind: 'internal', message: 'broke', isRetryable: false } }), 'ignored');
  });
});

function taking(phase: string): RunEvent {
  return { type: 'checkpoint-taken', phase: phase as PhaseId, checkpoint: `after-${phase}` as CheckpointId, snapshot: null };
}
