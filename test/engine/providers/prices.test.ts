import assert from 'node:assert/strict';
import { anthropicPrices, costUsd } from '../../../src/engine/providers/prices.ts';
import { defaultAliases } from '../../../src/engine/providers/catalog.ts';

const million = { uncached: 1_000_000, cacheRead: 0, cacheWrite: 0, output: 0 };

describe('prices', () => {
  it('know every model that an alias leads to', () => {
    for (const reference of Object.values(defaultAliases)) assert.notEqual(costUsd(reference, million), null, reference);
  });

  it('know a dated version, and do not take one model for another with a longer name', () => {
    assert.equal(costUsd('anthropic/claude-haiku-4-5-20251001', million), 1);
    assert.equal(costUsd('anthropic/claude-opus-5', million), 5);
    assert.equal(costUsd('anthropic/claude-opus-5-5', million), 4);
    assert.equal(costUsd('anthropic/claude-opus-5-9', million), null);
    assert.equal(costUsd('anthropic/claude-fable-5-2', million), null);
  });

  it('charge a long prompt by its own rate, on all of its tokens', () => {
    const short = costUsd('anthropic/claude-haiku-5-5', { uncached: 60_000, cacheRead: 40_000, cacheWrite: 0, output: 1_000 });
    const long = costUsd('anthropic/claude-haiku-5-5', { uncached: 60_001, cacheRead: 40_000, cacheWrite: 0, output: 1_000 });

    assert.equal(short, (60_000 * 0.1 + 40_000 * 0.01 + 1_000 * 0.5) / 1_000_000);
    assert.equal(long, (60_001 * 0.5 + 40_000 * 0.05 + 1_000 * 2.5) / 1_000_000);
  });

  it('say when they were read', () => assert.match(anthropicPrices.asOf, /^\d{4}-\d{2}-\d{2}$/));
});
