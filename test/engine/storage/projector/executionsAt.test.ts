import assert from 'node:assert/strict';
import { executionsAt, type Milestone } from '../../../../src/engine/storage/projector/executionsAt.ts';

/** `plan` is done at the checkpoint `c1` (fact 3), `build` at `c2` (fact 6), then the run goes back to `c1`. */
const before = history(
  started('plan', 'e1'), ended('phase-completed', 'plan', 'e1'), taken('c1'),
  started('build', 'e2'), ended('phase-completed', 'build', 'e2'), taken('c2'),
);
const backAtPlan = [...before, ...history(taken('safety'), { type: 'run-rolled-back', checkpoint: 'c1' }).map(shifted(6))];

describe('executions after a rollback', () => {
  it('count up to the checkpoint and no further', () => {
    assert.deepEqual(at(before, 3), { e1: 'completed', e2: 'rolled_back' });
    assert.deepEqual(at(before, 6), { e1: 'completed', e2: 'completed' });
  });

  it('count again when the rollback is undone', () => {
    assert.deepEqual(at(backAtPlan, 7), { e1: 'completed', e2: 'completed' });
  });

  it('of a past that was left do not count at a checkpoint of the new one', () => {
    const after = [...backAtPlan, ...history(started('build', 'e3'), ended('phase-completed', 'build', 'e3'), taken('c3')).map(shifted(8))];
    assert.deepEqual(at(after, 11), { e1: 'completed', e2: 'rolled_back', e3: 'completed' });
    assert.deepEqual(at(after, 3), { e1: 'completed', e2: 'rolled_back', e3: 'rolled_back' });
    assert.deepEqual(at(after, 7), { e1: 'completed', e2: 'completed', e3: 'rolled_back' });
  });

  it('that were under way at the checkpoint begin anew', () => {
    const side = history(started('left', 'e1'), started('right', 'e2'), ended('phase-completed', 'right', 'e2'), taken('c1'), ended('phase-failed', 'left', 'e1'));
    assert.deepEqual(at(side, 4), { e1: 'rolled_back', e2: 'completed' });
  });

  it('keep how they ended: given up for another attempt, skipped, cancelled', () => {
    const retried = history(started('plan', 'e1'), { type: 'phase-retried', phase: 'plan' }, started('plan', 'e2'), ended('phase-completed', 'plan', 'e2'), taken('c1'));
    assert.deepEqual(at(retried, 5), { e1: 'failed', e2: 'completed' });
    const skipped = history(started('plan', 'e1'), { type: 'phase-skipped', phase: 'plan' }, started('build', 'e2'), ended('phase-failed', 'build', 'e2'), taken('safety'));
    assert.deepEqual(at(skipped, 5), { e1: 'skipped', e2: 'failed' });
    const cancelled = history(started('left', 'e1'), started('right', 'e2'), { type: 'run-cancelled' }, taken('safety'));
    assert.deepEqual(at(cancelled, 4), { e1: 'failed', e2: 'failed' });
  });
});

type Sketch = Partial<Milestone> & Pick<Milestone, 'type'>;

function history(...sketches: readonly Sketch[]): Milestone[] {
  return sketches.map((sketch, index) => ({ phase: null, execution: null, checkpoint: null, seq: index + 1, ...sketch }));
}

function shifted(by: number): (milestone: Milestone) => Milestone {
  return (milestone) => ({ ...milestone, seq: milestone.seq + by });
}

function started(phase: string, execution: string): Sketch {
  return { type: 'phase-started', phase, execution };
}

function ended(type: string, phase: string, execution: string): Sketch {
  return { type, phase, execution };
}

function taken(checkpoint: string): Sketch {
  return { type: 'checkpoint-taken', checkpoint };
}

function at(milestones: readonly Milestone[], seq: number): Record<string, string> {
  return Object.fromEntries(executionsAt(milestones, seq));
}
