import assert from 'node:assert/strict';
import type { PhaseId } from '../../../src/engine/model/ids.ts';
import type { WorkflowTemplate } from '../../../src/engine/model/template.ts';
import { submits } from '../agent/scriptedModel.ts';
import { begin, has, type Script, scene } from './harness.ts';
import { notedSnapshots } from './notedSnapshots.ts';
import { pipeline } from './pipeline.ts';

const note = submits({ title: 'A note' });
const everyone: Script = Object.fromEntries(['research', 'left', 'right', 'build', 'join'].map((phase) => [phase, [note, note]]));

/** A diamond, with a branch that writes files beside it. */
function diamond(change: Readonly<Record<string, unknown>> = {}, which = ''): WorkflowTemplate {
  const sketches = [
    { id: 'research' },
    { id: 'left', dependsOn: ['research'] },
    { id: 'right', dependsOn: ['research'] },
    { id: 'build', dependsOn: ['research'], tools: ['write_file'] },
    { id: 'join', dependsOn: ['left', 'right'] },
  ];
  return pipeline(...sketches.map((sketch) => (sketch.id === which ? { ...sketch, ...change } : sketch)));
}

describe('a fork', () => {
  const at = scene();

  /** Which phases a fork of a completed diamond executes itself. */
  async function executed(phase: string, template: WorkflowTemplate | null): Promise<readonly string[]> {
    const living = await at.enter({ script: everyone, snapshots: notedSnapshots([]) });
    const parent = await begin(at.house, living, { template: diamond(), maxParallel: 1 });
    await living.until(has('completed'));
    const fork = await living.engine.fork(parent, { phase: phase as PhaseId, template });
    assert(fork.ok, fork.ok ? '' : fork.error);
    await living.send({ type: 'start' }, fork.value);
    const ended = await living.until(has('completed'));
    assert.equal((await at.house.store.artifacts(fork.value)).length, 5, 'every phase has its artifact');
    return Object.entries(ended.phases).filter(([, { executions }]) => executions > 0).map(([id]) => id);
  }

  it('that changes one phase executes it and what depends on it, and takes the rest from the record', async () => {
    assert.deepEqual(await executed('research', diamond({ prompt: 'Do it otherwise.' }, 'right')), ['right', 'build', 'join'], 'what was written after the fork has to be written again');
    assert.deepEqual(await executed('build', diamond({ prompt: 'Do it otherwise.' }, 'right')), ['right', 'join']);
    assert.deepEqual(await executed('build', diamond({ prompt: 'Do it otherwise.' }, 'join')), ['join']);
  });

  it('that changes nothing executes what depends on its phase', async () => {
    assert.deepEqual(await executed('left', null), ['build', 'join']);
    assert.deepEqual(await executed('build', null), []);
    assert.deepEqual(await executed('build', diamond({ name: 'Another name' }, 'right')), [], 'a name is no change');
  });

  it('executes again what no longer fits, with what depends on it', async () => {
    assert.deepEqual(await executed('build', diamond({ output: { type: 'other', schema: { type: 'object' } } }, 'left')), ['left', 'join']);
  });
});
