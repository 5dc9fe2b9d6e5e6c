import assert from 'node:assert/strict';
import { aliasesOf } from '../../../src/engine/providers/modelReference.ts';
import { costUsd, worstCostUsd } from '../../../src/engine/providers/prices.ts';
import { priceTables } from '../../../src/engine/providers/priceTable.ts';

const million = { uncached: 1_000_000, cacheRead: 0, cacheWrite: 0, output: 0 };
const thousand = { uncached: 1_000, cacheRead: 0, cacheWrite: 0, output: 0 };
const november = Date.UTC(2026, 10, 30, 23);
const december = Date.UTC(2026, 11, 1);

describe('prices', () => {
  it('know every model that an alias leads to', () => {
    for (const vendor of ['anthropic', 'openai', 'gemini'] as const) {
      for (const reference of Object.values(aliasesOf(vendor))) assert.notEqual(costUsd(reference, million), null, reference);
    }
  });

  it('know a dated version, and do not take one model for another with a longer name', () => {
    assert.equal(costUsd('anthropic/claude-haiku-4-5-20251001', million), 1);
    assert.equal(costUsd('anthropic/claude-opus-5', million), 5);
    assert.equal(costUsd('anthropic/claude-opus-5-5', million), 4);
    assert.equal(costUsd('openai/gpt-5.4-2026-03-05', thousand), 0.0025);
    assert.equal(costUsd('openai/gpt-5.4-mini', thousand), 0.00075);
  });

  it('are unknown for everything else', () => {
    for (const reference of ['anthropic/claude-opus-5-9', 'anthropic/claude-fable-5-2', 'openai/gpt-5.4-turbo', 'openai/claude-opus-5', 'openai-compatible/gpt-5.4', 'gemini/gemini-9', 'constructor/x', 'gpt-5.4', '']) {
      assert.equal(costUsd(reference, million), null, reference);
    }
  });

  it('charge a long prompt by its own rate, on all of its tokens', () => {
    const short = costUsd('anthropic/claude-haiku-5-5', { uncached: 60_000, cacheRead: 40_000, cacheWrite: 0, output: 1_000 });
    const long = costUsd('anthropic/claude-haiku-5-5', { uncached: 60_001, cacheRead: 40_000, cacheWrite: 0, output: 1_000 });

    assert.equal(short, (60_000 * 0.1 + 40_000 * 0.01 + 1_000 * 0.5) / 1_000_000);
    assert.equal(long, (60_001 * 0.5 + 40_000 * 0.05 + 1_000 * 2.5) / 1_000_000);
    assert.equal(costUsd('openai/gpt-6.1-sol', { uncached: 272_001, cacheRead: 0, cacheWrite: 0, output: 1_000 }), (272_001 * 4 + 1_000 * 15) / 1_000_000);
  });

  it('change on the day that the vendor has announced', () => {
    assert.equal(costUsd('gemini/gemini-4-argon', million, november), 2);
    assert.equal(costUsd('gemini/gemini-4-argon', million, december), 4);
  });

  it('count everything as written to the cache where the worst is asked for', () => {
    assert.equal(worstCostUsd('anthropic/claude-sonnet-5-5', { input: 1_000_000, output: 1_000_000 }), 2.5 + 10);
    assert.equal(worstCostUsd('openai/gpt-4.1', { input: 1_000_000, output: 0 }), 2);
  });

  it('say where they come from and when they were read', () => {
    for (const { source, rows } of Object.values(priceTables)) {
      assert.match(source, /^https:/);
      for (const { asOf } of rows) assert.match(asOf, /^\d{4}-\d{2}-\d{2}$/);
      assert.equal(new Set(rows.map(({ model }) => model)).size, rows.length);
    }
  });
});
