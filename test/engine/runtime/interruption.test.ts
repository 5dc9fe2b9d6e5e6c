import assert from 'node:assert/strict';
import type { ToolCallId } from '../../../src/engine/model/ids.ts';
import { askTool, done, fakeTool } from '../agent/fakeTools.ts';
import { aborted, answers, submits } from '../agent/scriptedModel.ts';
import { begin, has, isStanding, quiet, refusal, scene } from './harness.ts';
import { pipeline } from './pipeline.ts';

const note = submits({ title: 'A note' });

describe('pausing', () => {
  const at = scene();
  it('taken back while the turn goes on does not start the phase twice', async () => {
    const slow = fakeTool('read_file', 'none', async () => {
      await at.living.send({ type: 'pause' });
      await at.living.send({ type: 'resume' });
      return done('read');
    });
    const living = await at.enter({ script: { plan: [answers({ calls: [['read_file', 1]] }), note] }, tools: [slow] });
    await begin(at.house, living, { template: pipeline({ id: 'plan' }) });
    await living.until(has('completed'));
    assert.equal(slow.ran.length, 1);
    assert.equal(living.models['plan']?.asked.length, 2);
  });

  it('taken back at any moment of the ending turn goes on', async () => {
    for (let ticks = 0; ticks < 12; ticks++) {
      const slow = fakeTool('read_file', 'none', async () => {
        await at.living.send({ type: 'pause' });
        return done('read');
      });
      const living = await at.enter({ script: { plan: [answers({ calls: [['read_file', 1]] }), note] }, tools: [slow] });
      await begin(at.house, living, { template: pipeline({ id: 'plan' }) });
      await living.until(has('paused'));
      await quiet(ticks);
      await living.send({ type: 'resume' });
      await living.until(has('completed'));
      assert.equal(living.models['plan']?.asked.length, 2);
    }
  });

  it('holds what a person is asked, until the run is resumed', async () => {
    const living = await at.enter({ script: { plan: [answers({ calls: [['ask_user', 'Which?']] }), note] }, tools: [askTool()] });
    const run = await begin(at.house, living, { template: pipeline({ id: 'plan', tools: ['ask_user'] }) });
    await living.until(isStanding);
    await living.send({ type: 'pause' });
    const answer = { type: 'answer', call: `${run}/plan/1/1.1` as ToolCallId, answer: 'Blue' } as const;
    assert.match(await refusal(living, run, answer), /Resume it first/);
    await living.send({ type: 'resume' });
    await living.send(answer);
    await living.until(has('completed'));
  });
});

describe('cancelling', () => {
  const at = scene();
  it('tells how a call under way ended', async () => {
    const slow = fakeTool('run_command', 'process', async (_input, _context, signal) => {
      await aborted(signal);
      return { outcome: 'cancelled', output: 'Stopped.' };
    });
    const living = await at.enter({ script: { plan: [answers({ calls: [['run_command', 'sleep']] })] }, tools: [slow] });
    await begin(at.house, living, { template: pipeline({ id: 'plan', tools: ['run_command'] }) });
    await living.until(({ phases }) => Object.values(phases)[0]?.tool === 'run_command');
    await living.send({ type: 'cancel' });
    await quiet();
    assert.deepEqual(await at.toolCalls(), ['run_command cancelled']);
    assert.ok(!(await at.types()).includes('phase-failed'));
  });

  it('leaves no call open that an earlier process began', async () => {
    const endless = fakeTool('run_command', 'process', () => new Promise(() => {}));
    const living = await at.enter({ script: { plan: [answers({ calls: [['run_command', 'sleep']] })] }, tools: [endless] });
    await begin(at.house, living, { template: pipeline({ id: 'plan', tools: ['run_command'] }) });
    await living.until(({ phases }) => Object.values(phases)[0]?.tool === 'run_command');
    living.crash();
    const reborn = await at.enter({ script: {} });
    await reborn.send({ type: 'cancel' });
    await quiet();
    assert.deepEqual(await at.toolCalls(), ['run_command unknown']);
  });

  it('takes a question back, even one that is just being asked', async () => {
    const living = await at.enter({ script: { plan: [answers({ calls: [['ask_user', 'Which?']] })] }, tools: [askTool()] });
    living.engine.onAdvance(({ facts, state }) => {
      if (facts.some(({ event }) => event.type === 'tool-started')) void living.engine.send(state.id, { type: 'cancel' });
    });
    await begin(at.house, living, { template: pipeline({ id: 'plan', tools: ['ask_user'] }) });
    await living.until(has('cancelled'));
    await quiet();
    assert.deepEqual(await at.toolCalls(), ['ask_user cancelled']);
  });
});
