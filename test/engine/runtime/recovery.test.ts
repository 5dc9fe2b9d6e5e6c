import assert from 'node:assert/strict';
import type { RunId, ToolCallId } from '../../../src/engine/model/ids.ts';
import { systemClock } from '../../../src/engine/node/systemClock.ts';
import { outputSchemas } from '../../../src/engine/phase/outputSchemas.ts';
import { replayRun } from '../../../src/engine/runtime/replay/replayRun.ts';
import { png } from '../../servers/tinyImages.ts';
import { toolboxOf } from '../phase/fixtures.ts';
import { askTool, fakeTool, permit } from '../agent/fakeTools.ts';
import { answers, hangs, signed, submits } from '../agent/scriptedModel.ts';
import { toRunView } from '../../../src/engine/workflow/view.ts';
import { begin, has, isStanding, phaseIs, quiet, scene } from './harness.ts';
import { pipeline } from './pipeline.ts';

const note = submits({ title: 'A note' });

describe('a new process', () => {
  const at = scene();
  const asking = { script: { plan: [answers({ calls: [['ask_user', 'Which?']] })] }, tools: [askTool()] };
  const askingTemplate = pipeline({ id: 'plan', tools: ['ask_user'] });
  const call = (run: RunId) => `${run}/plan/1/1.1` as ToolCallId;

  it('waits on with a question, and takes an answer from the first moment', async () => {
    const living = await at.enter(asking);
    const run = await begin(at.house, living, { template: askingTemplate });
    await living.until(isStanding);
    living.crash();
    const reborn = await at.enter({ script: { plan: [note] }, tools: [askTool()] });
    await reborn.send({ type: 'answer', call: call(run), answer: 'Blue' });
    await reborn.until(has('completed'));
    assert.equal((await at.types()).filter((type) => type === 'question-asked').length, 1);
    assert.deepEqual(await at.toolCalls(), ['ask_user ok', 'submit_artifact ok']);
    const told = reborn.models['plan']?.asked[0]?.at(-1);
    assert.equal(told?.role === 'tool' && told.output, 'They said: Blue');
  });

  it('keeps an answer that was given before it, without asking again', async () => {
    const deaf = fakeTool('ask_user', 'person', async (input, context) => {
      await context.ask({ text: JSON.stringify(input), options: [] });
      return new Promise(() => {});
    });
    const living = await at.enter({ ...asking, tools: [deaf] });
    const run = await begin(at.house, living, { template: askingTemplate });
    await living.until(isStanding);
    await living.send({ type: 'answer', call: call(run), answer: 'Blue' });
    living.crash();
    const reborn = await at.enter({ script: { plan: [note] }, tools: [askTool()] });
    await reborn.send({ type: 'resume' });
    await reborn.until(has('completed'));
    assert.equal((await at.types()).filter((type) => type === 'question-asked').length, 1);
  });

  it('asks for an approval on, and runs what was approved once', async () => {
    const approving = { permission: permit({ write_file: 'ask' }), script: { plan: [answers({ calls: [['write_file', 1]] })] } };
    const template = pipeline({ id: 'plan', tools: ['write_file'] });
    const living = await at.enter({ ...approving, tools: [fakeTool('write_file', 'workspace')] });
    const run = await begin(at.house, living, { template });
    await living.until(isStanding);
    living.crash();
    const write = fakeTool('write_file', 'workspace');
    const reborn = await at.enter({ ...approving, script: { plan: [note] }, tools: [write] });
    await quiet();
    await reborn.send({ type: 'answer', call: call(run), answer: 'Allow' });
    await reborn.until(has('completed'));
    assert.deepEqual(write.ran, [1]);
  });

  it('does not repeat what was approved and begun', async () => {
    const approving = { permission: permit({ write_file: 'ask' }), script: { plan: [answers({ calls: [['write_file', 1]] })] } };
    const living = await at.enter({ ...approving, tools: [fakeTool('write_file', 'workspace', () => new Promise(() => {}))] });
    const run = await begin(at.house, living, { template: pipeline({ id: 'plan', tools: ['write_file'] }) });
    await living.until(isStanding);
    await living.send({ type: 'answer', call: call(run), answer: 'Allow' });
    living.crash();
    const write = fakeTool('write_file', 'workspace');
    let reborn = await at.enter({ ...approving, script: { plan: [note] }, tools: [write] });
    await reborn.send({ type: 'resume' });
    const asked = toRunView(await reborn.until(isStanding)).phases[0]?.wait;
    assert.match(asked && 'question' in asked ? asked.question.text : '', /ended while `write_file` was under way.*nobody knows.*1/s);
    reborn.crash();
    reborn = await at.enter({ ...approving, script: { plan: [note] }, tools: [write] });
    await quiet();
    assert.deepEqual(write.ran, [], 'nor while it is asked about');
    await reborn.send({ type: 'answer', call: call(run), answer: 'It had no effect' });
    await reborn.until(has('completed'));
    const told = reborn.models['plan']?.asked[0]?.at(-1);
    assert.match(told?.role === 'tool' ? told.output : '', /outcome is unknown.*"It had no effect"/s);
    assert.deepEqual(write.ran, []);
    assert.deepEqual(await at.toolCalls(), ['write_file unknown', 'submit_artifact ok']);
  });

  it('goes on after a close as after a crash: no half answer stays in the conversation', async () => {
    const living = await at.enter({ script: { plan: [hangs('Let me think')] } });
    await begin(at.house, living, { template: pipeline({ id: 'plan' }) });
    await living.until(phaseIs('plan', 'running'));
    await quiet();
    await living.engine.close();
    assert.equal(living.models['plan']?.openStreams(), 0);
    const reborn = await at.enter({ script: { plan: [note] } });
    await reborn.send({ type: 'resume' });
    await reborn.until(has('completed'));
    assert.deepEqual(reborn.models['plan']?.asked[0]?.map(({ role }) => role), ['user']);
  });

  it('opens although the history of one run makes no sense', async () => {
    const living = await at.enter({ script: { plan: [hangs()] } });
    const run = await begin(at.house, living, { template: pipeline({ id: 'plan' }) });
    living.crash();
    await at.enter({ script: {}, store: { ...at.house.store, facts: async (id) => (await at.house.store.facts(id)).filter(({ seq }) => seq !== 2) } });
    assert.match(at.house.logged.join(), new RegExp(`Run ${run} cannot be taken up`));
  });

  it('goes on with the images it was shown, each kept once', async () => {
    const picture = png(2, 2).toString('base64').padEnd(20_000, 'A');
    const showing = fakeTool('read_file', 'none', async () => ({ outcome: 'ok', output: 'logo.png', images: [{ mediaType: 'image/png', base64: picture }] }));
    const living = await at.enter({ script: { plan: [answers({ calls: [['read_file', 'a', 'call-a'], ['read_file', 'b', 'call-b']] }), hangs()] }, tools: [showing] });
    const run = await begin(at.house, living, { template: pipeline({ id: 'plan', tools: ['read_file'] }) });
    while ((living.models['plan']?.requests.length ?? 0) < 2) await quiet(10);
    const before = living.models['plan']?.requests.at(-1);
    living.crash();
    const reborn = await at.enter({ script: { plan: [note] }, tools: [showing] });
    await reborn.send({ type: 'resume' });
    await reborn.until(has('completed'));
    const after = reborn.models['plan']?.requests[0];
    assert.deepEqual(after?.messages, before?.messages);
    assert.deepEqual([...(after?.images?.values() ?? [])], [picture]);
    const facts = await at.house.store.facts(run);
    assert.ok(!JSON.stringify(facts).includes(picture.slice(0, 100)), 'facts hold references only');
    const { store, ids } = at.house;
    assert.deepEqual(await replayRun({ store, ids, clock: systemClock(), schemas: outputSchemas(), toolbox: toolboxOf(showing) }, run), { type: 'same', facts: facts.length });
  });

  it('goes on with old results in short, as they were before it', async () => {
    const long = 'A line of a long file. '.repeat(200);
    const reading = fakeTool('read_file', 'none', async () => ({ outcome: 'ok', output: long }));
    const reads = (path: string) => signed(answers({ calls: [['read_file', path, `call-${path}`]], usage: { inputTokens: null, outputTokens: 1, cachedTokens: 0, costUsd: null } }));
    const living = await at.enter({ script: { plan: [...['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map(reads), hangs()] }, tools: [reading], contextTokens: 24_000 });
    await begin(at.house, living, { template: pipeline({ id: 'plan', tools: ['read_file'] }) });
    while ((living.models['plan']?.requests.length ?? 0) < 9) await quiet(10);
    const before = living.models['plan']?.asked.at(-1);
    living.crash();
    const reborn = await at.enter({ script: { plan: [note] }, tools: [reading], contextTokens: 24_000 });
    await reborn.send({ type: 'resume' });
    await reborn.until(has('completed'));
    const compactions = (await at.types()).filter((type) => type === 'context-compacted').length;
    assert.ok(compactions > 0);
    assert.deepEqual(reborn.models['plan']?.asked[0], before, 'the same conversation is sent again');
    assert.deepEqual(reborn.models['plan']?.requests[0]?.unbound, living.models['plan']?.requests.at(-1)?.unbound);
    assert.ok((reborn.models['plan']?.requests[0]?.unbound?.size ?? 0) > 0);
  });
});
