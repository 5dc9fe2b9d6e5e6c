import assert from 'node:assert/strict';
import type { Usage } from '../../../src/engine/model/usage.ts';
import type { LanguageModel, TurnEvent } from '../../../src/engine/ports/languageModel.ts';
import { withPrice } from '../../../src/engine/providers/userPrices.ts';

describe('prices of the user’s own', () => {
  const cases: readonly (readonly [string, Usage, number | null])[] = [
    ['cached input at its own price', { inputTokens: 1_000_000, outputTokens: 100_000, cachedTokens: 400_000, costUsd: 9 }, 2 * 0.6 + 0.5 * 0.4 + 1],
    ['nothing cached', { inputTokens: 500_000, outputTokens: 0, cachedTokens: null, costUsd: null }, 1],
    ['nothing counted', { inputTokens: null, outputTokens: 5, cachedTokens: null, costUsd: null }, null],
  ];
  for (const [title, usage, expected] of cases) {
    it(`count ${title}`, async () => {
      const [event] = await all(withPrice(answering(usage), { input: 2, output: 10, cachedInput: 0.5 }));
      assert.ok(event?.type === 'turn-end');
      if (expected === null) assert.equal(event.usage.costUsd, null);
      else assert.ok(Math.abs((event.usage.costUsd ?? -1) - expected) < 1e-9, String(event.usage.costUsd));
    });
  }
});

function answering(usage: Usage): LanguageModel {
  return {
    id: 'a/b',
    async *streamTurn() {
      yield { type: 'turn-end', reason: 'stop', usage };
    },
  };
}

async function all(model: LanguageModel): Promise<readonly TurnEvent[]> {
  const events: TurnEvent[] = [];
  for await (const event of model.streamTurn({ system: '', messages: [], tools: [], maxOutputTokens: 1, seed: 1 }, new AbortController().signal)) events.push(event);
  return events;
}
