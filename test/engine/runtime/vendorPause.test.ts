import assert from 'node:assert/strict';
import { ok } from '../../../src/engine/base/result.ts';
import { failed } from '../../../src/engine/model/failure.ts';
import { fakeTool } from '../agent/fakeTools.ts';
import { answers, fails, hangs, scriptedModel, submits } from '../agent/scriptedModel.ts';
import { begin, has, quiet, scene } from './harness.ts';
import { pipeline } from './pipeline.ts';

const note = submits({ title: 'A note' });
const limited = failed('rate-limit', 'The rate limit is reached.', { isRetryable: true, retryAfterMs: 3_600_000 });
const read = answers({ calls: [['read_file', 1]] });

describe('a run whose vendor is in trouble', () => {
  const at = scene();
  const twoTurns = { tools: [fakeTool('read_file')] };

  it('pauses with a time, goes on by itself then, and pays for no turn twice', async () => {
    const living = await at.enter({ script: { plan: [read, fails(limited, 'half a'), note] }, ...twoTurns });
    const run = await begin(at.house, living, { template: pipeline({ id: 'plan' }) });
    const { situation } = await living.until(has('paused'));
    assert(situation.status === 'paused');
    assert.deepEqual([situation.reason, situation.resumeAt], ['rate-limit', at.house.clock.now() + 3_600_000]);
    assert.match(situation.message, /The rate limit is reached\. The run goes on by itself at \d{4}-\d\d-\d\d \d\d:\d\d:\d\d/);
    assert.equal((await at.house.store.run(run))?.resumeAt, situation.resumeAt);
    await quiet();
    assert.equal(living.models['plan']?.asked.length, 2);
    await passTime(3_600_000);
    await living.until(has('completed'));
    assert.deepEqual(living.models['plan']?.asked.map(({ length }) => length), [1, 3, 3]);
    assert.ok((await at.house.store.facts(run)).some(({ event }) => event.type === 'run-resumed' && event.by === 'clock'));
  });

  it('goes on by itself after a restart, at once where its time has passed', async () => {
    for (const awayMs of [60_000, 7_200_000]) {
      const living = await at.enter({ script: { plan: [fails(limited)] } });
      await begin(at.house, living, { template: pipeline({ id: 'plan' }) });
      await living.until(has('paused'));
      living.crash();
      at.house.clock.advance(awayMs);
      const reborn = await at.enter({ script: { plan: [note] } });
      await quiet();
      if (awayMs < 3_600_000) {
        assert.equal(reborn.models['plan']?.asked.length, 0, 'not before its time');
        await passTime(3_600_000);
      }
      await reborn.until(has('completed'));
    }
  });

  it('lets every phase finish the turn it is in, and pauses once for all of them', async () => {
    const sides = ['a', 'b', 'c'].map((id) => ({ id, parallelizable: true }));
    const living = await at.enter({ script: { a: [fails(limited), note], b: [fails(limited), note], c: [fails(limited), note] } });
    const run = await begin(at.house, living, { template: pipeline(...sides) });
    await living.until(has('paused'));
    await quiet();
    assert.equal((await at.types(run)).filter((type) => type === 'run-paused').length, 1);
    await passTime(3_600_000);
    await living.until(has('completed'));
  });

  it('keeps other runs of the same vendor from asking as well', async () => {
    const living = await at.enter({ script: { plan: [fails(limited), note], other: [note] } });
    await begin(at.house, living, { template: pipeline({ id: 'plan' }) });
    await living.until(has('paused'));
    await begin(at.house, living, { template: pipeline({ id: 'other' }) });
    const { situation } = await living.until(has('paused'));
    assert.equal(situation.status === 'paused' && situation.resumeAt, at.house.clock.now() + 3_600_000);
    assert.equal(living.models['other']?.asked.length, 0);
    await passTime(3_600_000);
    await living.until(has('completed'));
  });

  it('tries at once when a person resumes it, and can be paused for good', async () => {
    const living = await at.enter({ script: { plan: [fails(limited), fails(limited), note] } });
    await begin(at.house, living, { template: pipeline({ id: 'plan' }) });
    await living.until(has('paused'));
    await living.send({ type: 'resume' });
    await living.until(has('paused'));
    assert.equal(living.models['plan']?.asked.length, 2);
    const paused = await living.send({ type: 'pause' });
    assert.equal(paused.situation.status === 'paused' && paused.situation.reason, 'user');
    await passTime(7_200_000);
    assert.equal(living.models['plan']?.asked.length, 2);
    await living.send({ type: 'resume' });
    await living.until(has('completed'));
  });

  it('waits for its turn where another run is active', async () => {
    const [plan, elsewhere] = [scriptedModel([fails(limited), note]), scriptedModel([hangs()], 'elsewhere/one')];
    const languageModels = { resolve: async (reference: string) => ok(reference === 'plan' ? plan : elsewhere) };
    const living = await at.enter({ script: {}, languageModels, maxActiveRuns: 1 });
    const limitedRun = await begin(at.house, living, { template: pipeline({ id: 'plan' }) });
    await living.until(has('paused'));
    const other = await begin(at.house, living, { template: pipeline({ id: 'other', timeoutSeconds: 86_400 }) });
    await quiet();
    let rounds = 0;
    living.engine.onAdvance(() => { rounds += 1; });
    await passTime(3_700_000);
    assert.equal(plan.asked.length, 1);
    assert.equal(rounds, 0, 'nothing is recorded while it waits');
    await living.engine.send(other, { type: 'cancel' });
    await passTime(180_000);
    assert.equal((await living.engine.state(limitedRun))?.situation.status, 'completed');
  });

  async function passTime(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= 90_000) {
      at.house.clock.advance(90_000);
      await quiet(3);
    }
  }
});
