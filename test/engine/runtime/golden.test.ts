import assert from 'node:assert/strict';
import type { PhaseId, ToolCallId } from '../../../src/engine/model/ids.ts';
import { replay } from '../../../src/engine/workflow/replay.ts';
import { failed } from '../../../src/engine/model/failure.ts';
import { askTool, done, fakeTool } from '../agent/fakeTools.ts';
import { answers, fails, hangs, submits } from '../agent/scriptedModel.ts';
import { begin, has, type House, isStanding, live, type Living, openHouse, phaseIs, quiet, replayAll } from './harness.ts';
import { pipeline } from './pipeline.ts';
import { assertGolden } from './transcript.ts';

const anyOutput = { type: 'data', schema: { type: 'object' } };
const note = submits({ title: 'A note' });

describe('whole runs', () => {
  let house: House;
  let living: Living;
  beforeEach(async () => { house = await openHouse(); });
  afterEach(async () => {
    await living.engine.close();
    await house.close();
    assert.deepEqual(house.logged, []);
  });

  async function golden(name: string): Promise<void> {
    const [run] = await house.store.runs();
    assert(run);
    const facts = await house.store.facts(run.id);
    await assertGolden(name, facts);
    const state = await living.engine.state(run.id);
    assert.deepEqual(replay(facts), state, 'the stored history gives the live state back');
    await replayAll(house, living.tools);
    assert.deepEqual([run.status, run.seq], [state?.situation.status, state?.seq], 'rows agree with the state');
  }

  const line = pipeline({ id: 'plan' }, { id: 'build', dependsOn: ['plan'], tools: ['read_file', 'write_file'] });

  it('go through in auto mode', async () => {
    living = await live(house, { script: { plan: [answers({ text: 'Let me look.', calls: [['read_file', 'a.ts']] }), note], build: [answers({ calls: [['write_file', 'b.ts']] }), note] }, tools: [fakeTool('read_file'), fakeTool('write_file', 'workspace')] });
    await begin(house, living, { template: line });
    await living.until(has('completed'));
    await golden('linear-auto');
  });

  it('hold at each boundary until continued', async () => {
    living = await live(house, { script: { plan: [note], build: [note] } });
    await begin(house, living, { template: line, isAuto: false });
    await living.until(isStanding);
    await living.send({ type: 'continue' });
    await living.until(has('completed'));
    await golden('held');
  });

  it('fan out up to the limit and in again', async () => {
    const sides = ['a', 'b', 'c'];
    const template = pipeline({ id: 'plan' }, ...sides.map((id) => ({ id, dependsOn: ['plan'], parallelizable: true })), { id: 'sum', dependsOn: sides });
    living = await live(house, { script: Object.fromEntries(['plan', ...sides, 'sum'].map((id) => [id, [note]])) });
    await begin(house, living, { template, maxParallel: 2 });
    await living.until(has('completed'));
    await golden('fan');
  });

  it('loop over items', async () => {
    const template = pipeline({ id: 'plan', output: anyOutput }, { id: 'work', dependsOn: ['plan'], prompt: 'Do {{loop.item.name}} ({{loop.index}}).', loop: { over: 'plan.items', max: 5 } }, { id: 'sum', dependsOn: ['work'] });
    living = await live(house, { script: { plan: [submits({ items: [{ name: 'first' }, { name: 'second' }] })], work: [note, note], sum: [note] } });
    await begin(house, living, { template });
    await living.until(has('completed'));
    assert.deepEqual(living.models['work']?.asked.map(([opening]) => (opening?.role === 'user' ? opening.text.split('\n').at(-1) : '')), ['Do first (0).', 'Do second (1).']);
    await golden('loop-over');
  });

  it('loop until a condition holds', async () => {
    const template = pipeline({ id: 'fix', output: anyOutput, loop: { until: { path: 'fix.left', op: 'eq', value: 0 }, max: 3 } });
    living = await live(house, { script: { fix: [submits({ left: 2 }), submits({ left: 0 })] } });
    await begin(house, living, { template });
    await living.until(has('completed'));
    await golden('loop-until');
  });

  it('skip what its condition rules out', async () => {
    const template = pipeline({ id: 'plan', output: anyOutput }, { id: 'audit', dependsOn: ['plan'], when: { path: 'plan.risk', op: 'eq', value: 'high' } }, { id: 'build', dependsOn: ['audit'], inputs: ['plan', 'audit'] });
    living = await live(house, { script: { plan: [submits({ risk: 'low' })], build: [note] } });
    await begin(house, living, { template });
    await living.until(has('completed'));
    await golden('condition');
  });

  it('wait for an answer', async () => {
    const template = pipeline({ id: 'plan', type: 'interactive', tools: ['ask_user'] });
    living = await live(house, { script: { plan: [answers({ calls: [['ask_user', 'Which colour?']] }), note] }, tools: [askTool()] });
    await begin(house, living, { template });
    await living.until(isStanding);
    await living.send({ type: 'answer', call: 'id-1/plan/1/1.1' as ToolCallId, answer: 'Blue.' });
    await living.until(has('completed'));
    await golden('question');
  });

  it('wait for a decision, then go on with a retry', async () => {
    const bad = submits({ title: 'x' });
    living = await live(house, { script: { plan: [bad, bad, note], build: [note] } });
    await begin(house, living, { template: pipeline({ id: 'plan', attempts: 2 }, { id: 'build', dependsOn: ['plan'] }) });
    await living.until(isStanding);
    await living.send({ type: 'retry', phase: 'plan' as PhaseId, model: null });
    await living.until(has('completed'));
    await golden('decision');
  });

  it('fail, and go on with a retry on another model', async () => {
    living = await live(house, { script: { plan: [fails(failed('server', 'The vendor broke.'), 'So far')], other: [note], build: [note] } });
    await begin(house, living, { template: line });
    await living.until(has('failed'));
    await living.send({ type: 'retry', phase: 'plan' as PhaseId, model: 'other' });
    await living.until(has('completed'));
    await golden('failure');
  });

  it('pause after the turn under way and resume behind it', async () => {
    const slow = fakeTool('read_file', 'none', async () => {
      await living.send({ type: 'pause' });
      return done('read');
    });
    living = await live(house, { script: { plan: [answers({ calls: [['read_file', 'a.ts']] }), note], build: [note] }, tools: [slow] });
    await begin(house, living, { template: line });
    await living.until(has('paused'));
    await quiet();
    assert.equal(living.models['plan']?.asked.length, 1);
    await living.send({ type: 'resume' });
    await living.until(has('completed'));
    assert.deepEqual(living.models['plan']?.asked.map(({ length }) => length), [1, 3], 'no turn is asked for twice');
    await golden('pause');
  });

  it('end when cancelled, and say how', async () => {
    living = await live(house, { script: { plan: [hangs('Let me think')] } });
    await begin(house, living, { template: line });
    await living.until(phaseIs('plan', 'running'));
    await quiet();
    await living.send({ type: 'cancel' });
    await quiet();
    await golden('cancel');
  });

  it('come back interrupted after a crash and go on from the last finished turn', async () => {
    const tools = [fakeTool('read_file'), fakeTool('write_file', 'workspace', () => new Promise(() => {}))];
    living = await live(house, { script: { plan: [answers({ calls: [['read_file', 'a.ts']] }), answers({ calls: [['write_file', 'b.ts']] })], build: [] }, tools });
    await begin(house, living, { template: pipeline({ id: 'plan', tools: ['read_file', 'write_file'] }) });
    await living.until(({ phases }) => Object.values(phases).some(({ tool }) => tool === 'write_file'));
    await quiet();
    assert.equal(tools[1]?.ran.length, 1);
    living.crash();

    const write = fakeTool('write_file', 'workspace');
    living = await live(house, { script: { plan: [note] }, tools: [fakeTool('read_file'), write] });
    const state = await living.send({ type: 'resume' });
    assert.equal(state.situation.status, 'running');
    await living.until(isStanding);
    await living.send({ type: 'answer', call: `${state.id}/plan/1/2.1` as ToolCallId, answer: 'It took effect' });
    await living.until(has('completed'));
    assert.deepEqual(write.ran, [], 'what may have taken effect is not repeated');
    assert.equal(living.models['plan']?.asked.length, 1, 'earlier turns are not asked for again');
    assert.deepEqual(living.models['plan']?.asked[0]?.map(({ role }) => role), ['user', 'assistant', 'tool', 'assistant', 'tool']);
    await golden('crash');
  });
});
