import assert from 'node:assert/strict';
import { done, fakeTool } from '../agent/fakeTools.ts';
import { aborted, answers, submits } from '../agent/scriptedModel.ts';
import { begin, has, phaseIs, quiet, refusal, scene } from './harness.ts';
import { notedSnapshots } from './notedSnapshots.ts';
import { pipeline } from './pipeline.ts';

const note = submits({ title: 'A note' });
const template = pipeline({ id: 'plan' }, { id: 'build', dependsOn: ['plan'], tools: ['run_command'] });

describe('rolling back in the middle of a phase', () => {
  const at = scene();

  it('is refused while the phase is at work', async () => {
    const living = await at.enter({ script: { plan: [note], build: [answers({ calls: [['run_command', 'sleep']] })] }, tools: [endless([])] });
    const run = await begin(at.house, living, { template });
    const { checkpoints } = await living.until(phaseIs('build', 'running'));
    assert.match(await refusal(living, run, { type: 'rollback', checkpoint: checkpoints[0]?.checkpoint ?? assert.fail() }), /"build" is under way/);
    await living.send({ type: 'cancel' });
  });

  it('stops the work of a paused run first, and begins the phase anew afterwards', async () => {
    const order: string[] = [];
    const living = await at.enter({ script: { plan: [note], build: [answers({ calls: [['run_command', 'sleep']] }), note] }, tools: [endless(order)], snapshots: notedSnapshots(order) });
    await begin(at.house, living, { template });
    await living.until(({ phases }) => Object.values(phases)[1]?.tool === 'run_command');
    const { checkpoints } = await living.send({ type: 'pause' });
    order.length = 0;
    await living.send({ type: 'rollback', checkpoint: checkpoints[0]?.checkpoint ?? assert.fail() });
    assert.deepEqual(order, ['stopped', 'taken', 'restored']);
    await living.send({ type: 'resume' });
    const ended = await living.until(has('completed'));
    await quiet();
    assert.equal(Object.values(ended.phases)[1]?.executions, 2);
    assert.deepEqual(await at.toolCalls(), ['submit_artifact ok', 'run_command unknown', 'submit_artifact ok']);
    assert.ok(!(await at.types()).includes('phase-failed'));
  });

  it('needs nothing stopped where the process that did the work is gone', async () => {
    const living = await at.enter({ script: { plan: [note], build: [answers({ calls: [['run_command', 'sleep']] })] }, tools: [fakeTool('run_command', 'process', () => new Promise(() => {}))] });
    await begin(at.house, living, { template });
    await living.until(({ phases }) => Object.values(phases)[1]?.tool === 'run_command');
    living.crash();
    const reborn = await at.enter({ script: { build: [note] } });
    const { checkpoints } = await reborn.until(has('paused'));
    await reborn.send({ type: 'rollback', checkpoint: checkpoints[0]?.checkpoint ?? assert.fail() });
    await quiet();
    assert.deepEqual(await at.toolCalls(), ['submit_artifact ok', 'run_command unknown'], 'the call that was open is told to be');
    await reborn.send({ type: 'resume' });
    await reborn.until(has('completed'));
  });
});

/** A command that ends only when it is stopped. */
function endless(order: string[]) {
  return fakeTool('run_command', 'process', async (_input, _context, signal) => {
    await aborted(signal);
    order.push('stopped');
    return done('Stopped.');
  });
}
