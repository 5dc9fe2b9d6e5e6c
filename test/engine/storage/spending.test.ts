import assert from 'node:assert/strict';
import type { RunEvent } from '../../../src/engine/model/fact.ts';
import type { Spending, Usage } from '../../../src/engine/model/usage.ts';
import { cleanUp, execution, plan, planStarted, storeWith, temporaryFolder, theRun } from './fixtures.ts';

const turn = (usage: Usage, charged?: Spending): RunEvent => ({ type: 'turn-ended', phase: plan, execution: execution('e1'), turn: 1, model: 'a/b', reason: 'stop', usage, ...(charged && { charged }) });

describe('what the store knows of spending and of paused runs', () => {
  afterEach(cleanUp);

  it('sums turns since a time; what is unknown counts as charged, else as nothing', async () => {
    const store = await storeWith(temporaryFolder(), [
      planStarted,
      turn({ inputTokens: 100, outputTokens: 10, cachedTokens: 0, costUsd: 0.5 }),
      turn({ inputTokens: null, outputTokens: null, cachedTokens: null, costUsd: null }, { tokens: 7, usd: 0.25 }),
      turn({ inputTokens: 3, outputTokens: null, cachedTokens: null, costUsd: null }),
    ]);
    assert.deepEqual(await store.spendingSince(0), { tokens: 120, usd: 0.75 });
    assert.deepEqual(await store.spendingSince(1_700_000_000_004), { tokens: 10, usd: 0.25 });
    assert.deepEqual(await store.spendingSince(1_800_000_000_000), { tokens: 0, usd: 0 });
  });

  it('tells when a paused run goes on by itself, and forgets it when the run does', async () => {
    const pause: RunEvent = { type: 'run-paused', reason: 'rate-limit', message: 'Later.', resumeAt: 1_700_000_500_000 };
    assert.equal((await (await storeWith(temporaryFolder(), [{ type: 'run-started' }, pause])).run(theRun))?.resumeAt, 1_700_000_500_000);
    assert.equal((await (await storeWith(temporaryFolder(), [{ type: 'run-started' }, pause, { type: 'run-resumed' }])).run(theRun))?.resumeAt, null);
  });
});
