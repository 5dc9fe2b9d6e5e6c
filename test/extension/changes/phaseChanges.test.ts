import assert from 'node:assert/strict';
import type { CheckpointId, PhaseId } from '../../../src/engine/model/ids.ts';
import type { Memento, PhaseState } from '../../../src/engine/workflow/state.ts';
import { freshPhase } from '../../../src/engine/workflow/step.ts';
import { spanOf } from '../../../src/extension/changes/phaseChanges.ts';

const [look, mend, check] = ['look', 'mend', 'check'] as PhaseId[] as [PhaseId, PhaseId, PhaseId];
const done: PhaseState['situation'] = { status: 'skipped', message: '' };

describe('the points between which a phase did its work', () => {
  it('are the latest end of another before it began, and its own end', () => {
    const checkpoints = [end(look, 'a', [look]), end(check, 'b', [look, check]), end(mend, 'c', [look, check, mend])];
    assert.deepEqual(spanOf({ checkpoints }, mend), { before: { checkpoint: 'b-point', snapshot: 'b' }, after: { checkpoint: 'c-point', snapshot: 'c' } });
  });

  it('leave out what another one finished while it was at work', () => {
    const checkpoints = [end(look, 'a', [look]), end(check, 'b', [look, check], mend), end(mend, 'c', [look, check, mend])];
    assert.equal(spanOf({ checkpoints }, mend).before?.snapshot, 'a');
  });

  it('have no end while the phase has none', () => {
    assert.deepEqual(spanOf({ checkpoints: [end(look, 'a', [look])] }, mend), { before: { checkpoint: 'a-point', snapshot: 'a' }, after: null });
  });

  it('have no beginning for the first phase, nor where no files were saved', () => {
    assert.equal(spanOf({ checkpoints: [end(look, 'a', [look])] }, look).before, null);
    assert.equal(spanOf({ checkpoints: [end(look, null, [look]), end(mend, 'b', [look, mend])] }, mend).before, null);
  });

  it('are of the latest attempt, after a rollback and another one', () => {
    const checkpoints = [end(look, 'a', [look]), end(mend, 'b', [look, mend]), { ...end(look, 'c', [look, mend]), phase: null }, end(mend, 'd', [look, mend])];
    assert.deepEqual([spanOf({ checkpoints }, mend).before?.snapshot, spanOf({ checkpoints }, mend).after?.snapshot], ['a', 'd']);
  });
});

/** A checkpoint at the end of `phase`, where these phases were done and perhaps one at work. */
function end(phase: PhaseId, snapshot: string | null, ...[settled, atWork]: readonly [readonly PhaseId[], PhaseId?]): Memento {
  const working: PhaseState['situation'] = { status: 'collecting' };
  const entries = [...settled.map((id) => [id, { ...freshPhase, situation: done }]), ...(atWork ? [[atWork, { ...freshPhase, situation: working }]] : [])];
  return { checkpoint: `${snapshot ?? 'none'}-point` as CheckpointId, phase, snapshot, phases: Object.fromEntries(entries), values: {} };
}
