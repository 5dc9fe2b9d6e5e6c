import assert from 'node:assert/strict';
import { ok } from '../../../src/engine/base/result.ts';
import type { PhaseId } from '../../../src/engine/model/ids.ts';
import type { LanguageModel, LanguageModels } from '../../../src/engine/ports/languageModel.ts';
import type { RunState } from '../../../src/engine/workflow/state.ts';
import { toRunView } from '../../../src/engine/workflow/view.ts';
import { fakeTool } from '../agent/fakeTools.ts';
import { answers, submits } from '../agent/scriptedModel.ts';
import { begin, has, quiet, scene } from './harness.ts';
import { pipeline } from './pipeline.ts';

const note = submits({ title: 'A note' });
const unknown = { inputTokens: null, outputTokens: null, cachedTokens: null, costUsd: null };
/** More than an opening and the longest answer take. */
const oneCall = 20_000;

describe('budgets', () => {
  const at = scene();

  it('hold in a race: 8 phases side by side with random delays spend nothing over a small cap, and go on when it is raised', async () => {
    const race = racingModel();
    const sides = Array.from({ length: 8 }, (_, index) => ({ id: `side-${index}`, parallelizable: true, model: 'racing' }));
    const living = await at.enter({ script: {}, languageModels: race.models, tools: [fakeTool('read_file')] });
    const run = await begin(at.house, living, { template: pipeline(...sides), maxParallel: 8, budget: { tokens: 6 * oneCall } });
    for (let cap = 12 * oneCall; ; cap += 6 * oneCall) {
      const state = await living.until(({ situation }) => situation.status === 'paused' || situation.status === 'completed');
      await quiet();
      const spent = spentOf(state);
      assert.equal(spent, race.spent(), 'what the engine counts is what the model used');
      if (state.situation.status === 'completed') break;
      assert.ok(spent <= cap - 6 * oneCall, `${spent} tokens of ${cap - 6 * oneCall}`);
      assert.equal(state.situation.status === 'paused' && state.situation.reason, 'budget');
      await living.send({ type: 'raise-budget', scope: 'run', budget: { tokens: cap } });
      await living.send({ type: 'resume' });
    }
    assert.ok(race.mostAtOnce() > 2, 'calls did run side by side');
    assert.ok((await at.types(run)).filter((type) => type === 'run-paused').length >= 1);
    assert.ok(!(await at.types(run)).includes('phase-failed'));
  });

  it('pause the run before a call that could pass the cap of its phase, and say which', async () => {
    const living = await at.enter({ script: { plan: [note] } });
    const template = pipeline({ id: 'plan', budget: { tokens: 100 } });
    await begin(at.house, living, { template });
    const state = await living.until(has('paused'));
    assert(state.situation.status === 'paused');
    assert.match(state.situation.message, /next call of "plan" may take 1[67],\d{3} tokens, and of the 100 that the phase may use 0 are spent/);
    assert.deepEqual([state.situation.shortage?.scope, state.situation.shortage?.unit], ['phase', 'tokens']);
    assert.ok(toRunView(state).run.commands.includes('raise-budget'));
    assert.equal(living.models['plan']?.asked.length, 0, 'nothing was asked for');
    await living.send({ type: 'resume' });
    await living.until(has('paused'));
    await living.send({ type: 'raise-budget', scope: 'phase', phase: 'plan' as PhaseId, budget: { tokens: oneCall } });
    await living.send({ type: 'resume' });
    await living.until(has('completed'));
  });

  it('count what was spent before a restart, of the run and of the day', async () => {
    const usage = { inputTokens: 3_000, outputTokens: 1_000, cachedTokens: 0, costUsd: 0.5 };
    const read = answers({ calls: [['read_file', 1]], usage });
    let living = await at.enter({ script: { plan: [read] }, tools: [fakeTool('read_file', 'none', () => new Promise(() => {}))] });
    const run = await begin(at.house, living, { template: pipeline({ id: 'plan' }), budget: { tokens: oneCall } });
    await living.until(({ phases }) => Object.values(phases)[0]?.tool === 'read_file');
    await quiet();
    living.crash();
    living = await at.enter({ script: { plan: [note] }, tools: [fakeTool('read_file')], dayBudget: () => ({ tokens: oneCall + 100 }) });
    await living.send({ type: 'resume' });
    let { situation } = await living.until(({ situation: { status } }) => status === 'paused');
    assert.deepEqual(situation.status === 'paused' && [situation.shortage?.scope, situation.shortage?.spent], ['run', 4_000]);
    await living.send({ type: 'raise-budget', scope: 'run', budget: { tokens: 10 * oneCall } });
    await living.send({ type: 'resume' });
    ({ situation } = await living.until(({ situation: { status } }) => status === 'paused'));
    assert.deepEqual(situation.status === 'paused' && [situation.shortage?.scope, situation.shortage?.spent], ['day', 4_000]);
    await living.send({ type: 'raise-budget', scope: 'day', budget: { tokens: 10 * oneCall } });
    await living.send({ type: 'resume' }, run);
    await living.until(has('completed'));
  });

  it('are shared by all runs of a day, and free again on the next', async () => {
    const usage = { inputTokens: 5_000, outputTokens: 0, cachedTokens: 0, costUsd: 0 };
    const living = await at.enter({ script: { plan: [answers({ calls: [['submit_artifact', { title: 'First' }]], usage }), note] }, dayBudget: () => ({ tokens: oneCall }) });
    const template = pipeline({ id: 'plan' });
    await begin(at.house, living, { template });
    await living.until(has('completed'));
    await begin(at.house, living, { template });
    const { situation } = await living.until(has('paused'));
    assert.equal(situation.status === 'paused' && situation.shortage?.scope, 'day');
    at.house.clock.advance(24 * 3_600_000);
    await living.send({ type: 'resume' });
    await living.until(has('completed'));
  });

  it('in money say where they do not hold, and count the tokens all the same', async () => {
    const living = await at.enter({ script: { plan: [answers({ calls: [['submit_artifact', { title: 'x' }]], usage: unknown }), answers({ calls: [['submit_artifact', { title: 'A note' }]], usage: unknown })] } });
    const run = await begin(at.house, living, { template: pipeline({ id: 'plan', budget: { usd: 0.01 } }) });
    const state = await living.until(has('completed'));
    assert.equal((await at.types(run)).filter((type) => type === 'price-unknown').length, 1);
    assert.ok(spentOf(state) > 2 * 16_000, 'tokens that the vendor does not tell count as reserved');
    assert.deepEqual(await at.house.store.spendingSince(0), { tokens: spentOf(state), usd: 0 });
  });

  it('cannot be raised where nothing is spent any more', async () => {
    const living = await at.enter({ script: { plan: [note] } });
    const run = await begin(at.house, living, { template: pipeline({ id: 'plan' }) });
    await living.until(has('completed'));
    assert.equal((await living.engine.send(run, { type: 'raise-budget', scope: 'run', budget: { tokens: 1 } })).ok, false);
    assert.equal((await living.engine.send(run, { type: 'raise-budget', scope: 'phase', phase: 'none' as PhaseId, budget: {} })).ok, false);
  });
});

function spentOf({ phases }: RunState): number {
  return Object.values(phases).reduce((sum, { spent }) => sum + spent.tokens, 0);
}

/** A model that reads a few times before it submits, takes its time, and uses any part of what it may. */
function racingModel() {
  let seed = 7;
  let total = 0;
  let open = 0;
  let most = 0;
  const random = (below: number): number => (seed = (seed * 48_271) % 2_147_483_647) % below;
  const model: LanguageModel = {
    id: 'racing/one',
    worstCostUsd: () => 0,
    async *streamTurn(request) {
      most = Math.max(most, ++open);
      await quiet(random(20));
      const turn = request.messages.filter(({ role }) => role === 'assistant').length;
      const inputTokens = Math.ceil(JSON.stringify([request.system, request.messages, request.tools]).length / 4);
      const outputTokens = random(request.maxOutputTokens);
      open -= 1;
      total += inputTokens + outputTokens;
      yield { type: 'tool-call', call: turn < 3 ? { id: 'c1', name: 'read_file', input: turn } : { id: 'c1', name: 'submit_artifact', input: { title: 'A note' } } };
      yield { type: 'turn-end', reason: 'tool-calls', usage: { inputTokens, outputTokens, cachedTokens: 0, costUsd: 0 } };
    },
  };
  const models: LanguageModels = { resolve: async () => ok(model) };
  return { models, spent: () => total, mostAtOnce: () => most };
}
