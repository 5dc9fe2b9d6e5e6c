import assert from 'node:assert/strict';
import { phasegate, type Place, samplePlace } from './commandLine.ts';

const rehearsal = ['--model', 'rehearsal', '--approve', 'all', '--json'];

describe('phasegate with budgets', () => {
  let place: Place;
  beforeEach(() => (place = samplePlace()));
  afterEach(() => place.dispose());

  it('pauses before it could spend more, and goes on with a raised cap', async () => {
    const first = await phasegate(['run', 'quick-fix', ...place.where, '--goal', 'Fix it', '--budget-tokens', '30000', ...rehearsal]);
    assert.equal(first.code, 3, first.stderr);
    const paused = first.rows.find(({ type }) => type === 'run-paused');
    assert.equal(paused?.['reason'], 'budget');
    const { runId, usage } = first.rows.at(-1) as { runId: string; usage: { inputTokens: number; outputTokens: number } };
    assert.ok(usage.inputTokens + usage.outputTokens <= 30_000);
    const second = await phasegate(['resume', runId, '--store', place.store, '--budget-tokens', '5000000', '--approve', 'all', '--json']);
    assert.equal(second.code, 0, second.stderr);
  });

  it('counts all runs of a day', async () => {
    const run = (): ReturnType<typeof phasegate> => phasegate(['run', 'quick-fix', ...place.where, '--goal', 'Fix it', '--day-budget-tokens', '30000', ...rehearsal]);
    assert.equal((await run()).code, 3);
    const second = await run();
    assert.equal(second.code, 3);
    assert.deepEqual((second.rows.at(-1) as { usage: { inputTokens: number } }).usage.inputTokens, 0);
  });

  it('refuses a budget that is none', async () => {
    assert.equal((await phasegate(['run', 'quick-fix', ...place.where, '--goal', 'Fix it', '--budget-usd', 'much', ...rehearsal])).code, 2);
  });
});
