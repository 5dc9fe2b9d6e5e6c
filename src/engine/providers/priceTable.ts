/** US dollars per million tokens. */
export interface Price {
  readonly input: number;
  readonly output: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
}

export interface PriceRow {
  /** The model's id, or its beginning before a date suffix. */
  readonly model: string;
  /** When the vendor's list was read for it (YYYY-MM-DD). */
  readonly asOf: string;
  readonly price: Price;
  /** Holds instead for a request with more input tokens than this, on all of its tokens. */
  readonly long?: { readonly aboveTokens: number; readonly price: Price };
  /** Holds instead from this day on (YYYY-MM-DD, UTC), as the vendor has announced. */
  readonly later?: { readonly from: string; readonly price: Price };
}

export interface PriceTable {
  /** The vendor's public list. */
  readonly source: string;
  /** A model that is not here has no known price. */
  readonly rows: readonly PriceRow[];
}

/** Public list prices of standard requests, by provider. Anthropic's cache writes are those kept for five minutes, OpenAI's for thirty. */
export const priceTables: Readonly<Record<string, PriceTable>> = {
  anthropic: {
    source: 'https://platform.claude.com/docs/en/about-claude/pricing',
    rows: [
      { model: 'claude-haiku-5-5', asOf: '2026-10-24', price: written(0.1, 0.5, 0.01), long: { aboveTokens: 100_000, price: written(0.5, 2.5, 0.05) } },
      { model: 'claude-haiku-4-5', asOf: '2026-10-24', price: written(1, 5, 0.1) },
      { model: 'claude-sonnet-5-5', asOf: '2026-10-24', price: written(2, 10, 0.1) },
      { model: 'claude-sonnet-5', asOf: '2026-10-24', price: written(2, 10, 0.2) },
      { model: 'claude-sonnet-4-6', asOf: '2026-10-24', price: written(3, 15, 0.3) },
      { model: 'claude-sonnet-4-5', asOf: '2026-10-24', price: written(3, 15, 0.3) },
      { model: 'claude-opus-5-5', asOf: '2026-10-24', price: written(4, 20, 0.2) },
      { model: 'claude-opus-5', asOf: '2026-10-24', price: written(5, 25, 0.5) },
      { model: 'claude-opus-4-8', asOf: '2026-10-24', price: written(5, 25, 0.5) },
      { model: 'claude-opus-4-7', asOf: '2026-10-24', price: written(5, 25, 0.5) },
      { model: 'claude-opus-4-6', asOf: '2026-10-24', price: written(5, 25, 0.5) },
      { model: 'claude-opus-4-5', asOf: '2026-10-24', price: written(5, 25, 0.5) },
      { model: 'claude-fable-5-1', asOf: '2026-10-24', price: written(10, 50, 0.25) },
      { model: 'claude-fable-5', asOf: '2026-10-24', price: written(10, 50, 1) },
      { model: 'claude-mythos-5-1', asOf: '2026-10-24', price: written(10, 50, 0.25) },
      { model: 'claude-mythos-5', asOf: '2026-10-24', price: written(10, 50, 1) },
    ],
  },
  openai: {
    source: 'https://developers.openai.com/api/docs/pricing',
    rows: [
      longer('gpt-6-astra', '2026-09-05', written(10, 50, 1)),
      longer('gpt-6.1-sol', '2026-10-13', written(2, 10, 0.1)),
      longer('gpt-6.1-terra', '2026-10-27', written(1, 5, 0.05)),
      longer('gpt-6-sol', '2026-09-22', written(2, 10, 0.2)),
      longer('gpt-6-luna', '2026-09-22', written(0.1, 0.5, 0.01)),
      longer('gpt-5.6-sol', '2026-09-22', written(4, 20, 0.4)),
      longer('gpt-5.6-terra', '2026-08-02', written(2, 12, 0.2)),
      longer('gpt-5.6-luna', '2026-08-02', written(0.2, 1.2, 0.02)),
      { model: 'gpt-5.5', asOf: '2026-04-24', price: plain(5, 30, 0.5) },
      longer('gpt-5.4', '2026-03-06', plain(2.5, 15, 0.25)),
      { model: 'gpt-5.4-mini', asOf: '2026-03-18', price: plain(0.75, 4.5, 0.075) },
      { model: 'gpt-5.4-nano', asOf: '2026-03-18', price: plain(0.2, 1.25, 0.02) },
      { model: 'gpt-5.2', asOf: '2025-12-11', price: plain(1.75, 14, 0.175) },
      { model: 'gpt-5.1', asOf: '2025-11-13', price: plain(1.25, 10, 0.125) },
      { model: 'gpt-5', asOf: '2025-11-13', price: plain(1.25, 10, 0.125) },
      { model: 'gpt-5-mini', asOf: '2025-11-13', price: plain(0.25, 2, 0.025) },
      { model: 'gpt-5-nano', asOf: '2025-11-13', price: plain(0.05, 0.4, 0.005) },
      { model: 'gpt-4.1', asOf: '2025-07-04', price: plain(2, 8, 0.5) },
      { model: 'gpt-4.1-mini', asOf: '2025-07-04', price: plain(0.4, 1.6, 0.1) },
      { model: 'gpt-4.1-nano', asOf: '2025-07-04', price: plain(0.1, 0.4, 0.025) },
      { model: 'gpt-4o', asOf: '2025-07-04', price: plain(2.5, 10, 1.25) },
      { model: 'gpt-4o-mini', asOf: '2025-07-04', price: plain(0.15, 0.6, 0.075) },
      { model: 'o3', asOf: '2025-07-12', price: plain(2, 8, 0.5) },
      { model: 'o4-mini', asOf: '2025-07-04', price: plain(1.1, 4.4, 0.275) },
    ],
  },
  gemini: {
    source: 'https://ai.google.dev/gemini-api/docs/pricing',
    rows: [
      { model: 'gemini-4-argon', asOf: '2026-10-14', price: plain(2, 10, 0.1), later: { from: '2026-12-01', price: plain(4, 20, 0.2) } },
      { model: 'gemini-3.8-flash', asOf: '2026-10-07', price: plain(0.75, 3.75, 0.075), later: { from: '2027-01-01', price: plain(1.5, 7.5, 0.15) } },
      { model: 'gemini-3.7-flash', asOf: '2026-08-13', price: plain(0.75, 3.75, 0.075), later: { from: '2027-01-01', price: plain(1.5, 7.5, 0.15) } },
      { model: 'gemini-3.6-flash', asOf: '2026-08-13', price: plain(0.75, 3.75, 0.075), later: { from: '2027-01-01', price: plain(1.5, 7.5, 0.15) } },
      { model: 'gemini-3.5-flash', asOf: '2026-05-19', price: plain(1.5, 9, 0.15) },
      { model: 'gemini-3.5-flash-lite', asOf: '2026-07-22', price: plain(0.3, 2.5, 0.03) },
      { model: 'gemini-3.1-flash-lite', asOf: '2026-05-12', price: plain(0.25, 1.5, 0.025) },
      { model: 'gemini-3.1-pro-preview', asOf: '2026-02-23', price: plain(2, 12, 0.2), long: { aboveTokens: 200_000, price: plain(4, 18, 0.4) } },
      { model: 'gemini-2.5-pro', asOf: '2025-10-31', price: plain(1.25, 10, 0.125), long: { aboveTokens: 200_000, price: plain(2.5, 15, 0.25) } },
      { model: 'gemini-2.5-flash', asOf: '2025-10-31', price: plain(0.3, 2.5, 0.03) },
      { model: 'gemini-2.5-flash-lite', asOf: '2025-10-31', price: plain(0.1, 0.4, 0.01) },
    ],
  },
};

/** Where writing to the cache costs a quarter more than reading anew. */
function written(input: number, output: number, cacheRead: number): Price {
  return { input, output, cacheRead, cacheWrite: input * 1.25 };
}

/** Where writing to the cache costs nothing extra. */
function plain(input: number, output: number, cacheRead: number): Price {
  return { input, output, cacheRead, cacheWrite: input };
}

/** Above 272,000 input tokens OpenAI charges twice for what is read and half as much again for what is written. */
function longer(model: string, asOf: string, price: Price): PriceRow {
  const { input, output, cacheRead, cacheWrite } = price;
  return { model, asOf, price, long: { aboveTokens: 272_000, price: { input: 2 * input, output: 1.5 * output, cacheRead: 2 * cacheRead, cacheWrite: 2 * cacheWrite } } };
}
