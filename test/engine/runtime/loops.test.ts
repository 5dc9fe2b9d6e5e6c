import assert from 'node:assert/strict';
import { failed } from '../../../src/engine/model/failure.ts';
import type { PhaseId } from '../../../src/engine/model/ids.ts';
import { phaseOf } from '../../../src/engine/workflow/step.ts';
import { fails, hangs, submits } from '../agent/scriptedModel.ts';
import { begin, has, quiet, scene } from './harness.ts';
import { pipeline } from './pipeline.ts';

const each = 'each' as PhaseId;
const note = (title: string) => submits({ title });
const lists = (...items: readonly string[]) => submits({ items });
const template = pipeline(
  { id: 'list', output: { type: 'list', schema: { type: 'object' } } },
  { id: 'each', dependsOn: ['list'], loop: { over: 'list.items', max: 5 } },
);

describe('a loop', () => {
  const at = scene();
  const iterations = async () => (await at.house.store.artifacts(await at.run())).filter(({ phase }) => phase === each).map(({ iteration, data }) => [iteration, data]);

  it('retries a failed iteration alone', async () => {
    const living = await at.enter({ script: { list: [lists('a', 'b', 'c')], each: [note('One'), fails(failed('refused', 'No.')), note('Two'), note('Three')] } });
    await begin(at.house, living, { template });
    const state = await living.until(has('failed'));
    assert.deepEqual([phaseOf(state, each)?.loop?.done.length, living.models['each']?.asked.length], [1, 2]);
    await living.send({ type: 'retry', phase: each, model: null });
    const ended = await living.until(has('completed'));
    assert.deepEqual([phaseOf(ended, each)?.executions, living.models['each']?.asked.length], [4, 4], 'one execution more than iterations, and the first is not done again');
    assert.deepEqual(await iterations(), [[0, { title: 'One' }], [1, { title: 'Two' }], [2, { title: 'Three' }], [null, [{ title: 'One' }, { title: 'Two' }, { title: 'Three' }]]]);
    const executions = (await at.house.store.executions(await at.run())).filter(({ phase }) => phase === each);
    assert.deepEqual(executions.map(({ iteration, attempt, status }) => [iteration, attempt, status]), [[0, 1, 'completed'], [1, 1, 'failed'], [1, 2, 'completed'], [2, 1, 'completed']]);
  });

  it('goes on in the middle after a crash', async () => {
    const living = await at.enter({ script: { list: [lists('a', 'b')], each: [note('One'), hangs()] } });
    await begin(at.house, living, { template });
    while ((living.models['each']?.asked.length ?? 0) < 2) await quiet(5);
    living.crash();
    const reborn = await at.enter({ script: { each: [note('Two')] } });
    await reborn.send({ type: 'resume' });
    await reborn.until(has('completed'));
    assert.deepEqual((await iterations()).map(([iteration]) => iteration), [0, 1, null]);
  });

  it('over nothing is put together anew after a rollback', async () => {
    const living = await at.enter({ script: { list: [lists()] } });
    await begin(at.house, living, { template });
    const { checkpoints } = await living.until(has('completed'));
    await living.send({ type: 'rollback', checkpoint: checkpoints[0]?.checkpoint ?? assert.fail() });
    await living.send({ type: 'resume' });
    await living.until(has('completed'));
    assert.deepEqual(at.house.logged, []);
  });
});
