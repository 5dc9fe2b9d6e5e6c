import assert from 'node:assert/strict';
import { err, ok } from '../../../src/engine/base/result.ts';
import { failed } from '../../../src/engine/model/failure.ts';
import type { PhaseId } from '../../../src/engine/model/ids.ts';
import { noSpending, type Usage } from '../../../src/engine/model/usage.ts';
import type { CallBudget } from '../../../src/engine/ports/callBudget.ts';
import { answers, fails } from './scriptedModel.ts';
import { finish, kinds, talk } from './talk.ts';

const overloaded = failed('overloaded', 'Busy.', { isRetryable: true });

describe('a turn and its budget', () => {
  it('makes no call that does not fit its budget', async () => {
    const shortage = { scope: 'run', phase: 'plan' as PhaseId, unit: 'tokens', cap: 10, spent: 5, needed: 6 } as const;
    const it = await talk([finish], { budget: { reserve: async () => err(shortage) } });
    assert.deepEqual(it.outcome, { type: 'blocked', by: { reason: 'budget', shortage } });
    assert.equal(it.model.asked.length, 0);
  });

  it('settles what it reserved with what was used, and with nothing where the vendor failed', async () => {
    const settled: (Usage | null)[] = [];
    const budget: CallBudget = { reserve: async () => ok({ isUnpriced: settled.length === 0, settle: (usage) => { settled.push(usage); return { tokens: 99, usd: 1 }; } }) };
    const unknown = { inputTokens: null, outputTokens: null, cachedTokens: null, costUsd: null };
    const it = await talk([fails(overloaded), answers({ calls: [['submit_artifact', {}]], usage: unknown })], { budget });
    assert.deepEqual(settled, [null, unknown]);
    assert.equal(kinds(it), 'price-unknown turn-retried turn-ended tool-started tool-finished');
    const ended = it.events.find(({ type }) => type === 'turn-ended');
    assert.deepEqual(ended?.type === 'turn-ended' && ended.charged, { tokens: 99, usd: 1 }, 'what is unknown counts as charged');
  });

  it('pauses instead of asking when it was paused while it waited for its budget', async () => {
    let isSuspended = false;
    const settled: (Usage | null)[] = [];
    const budget: CallBudget = { reserve: async () => { isSuspended = true; return ok({ isUnpriced: false, settle: (usage) => { settled.push(usage); return noSpending; } }); } };
    const it = await talk([finish], { budget, isSuspended: () => isSuspended });
    assert.equal(it.outcome.type, 'suspended');
    assert.deepEqual([it.model.asked.length, settled], [0, [null]]);
  });
});
