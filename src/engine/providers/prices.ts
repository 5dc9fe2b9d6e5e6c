/** US dollars per million tokens. */
export interface Price {
  readonly input: number;
  readonly output: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
}

interface PriceRow {
  /** The model's id, or its beginning before a date suffix. */
  readonly model: string;
  readonly price: Price;
  /** Holds instead for a request with more input tokens than this, on all of its tokens. */
  readonly long?: { readonly aboveTokens: number; readonly price: Price };
}

/** Tokens of one answer as the vendor bills them: the three kinds of input do not overlap. */
export interface BilledTokens {
  readonly uncached: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
  readonly output: number;
}

/** Public list prices of https://platform.claude.com/docs/en/about-claude/pricing; cache writes are those kept for five minutes. */
export const anthropicPrices: { readonly asOf: string; readonly rows: readonly PriceRow[] } = {
  asOf: '2026-10-24',
  rows: [
    row('claude-haiku-5-5', price(0.1, 0.5, 0.01), { aboveTokens: 100_000, price: price(0.5, 2.5, 0.05) }),
    row('claude-haiku-4-5', price(1, 5, 0.1)),
    row('claude-sonnet-5-5', price(2, 10, 0.1)),
    row('claude-sonnet-5', price(2, 10, 0.2)),
    row('claude-sonnet-4-6', price(3, 15, 0.3)),
    row('claude-sonnet-4-5', price(3, 15, 0.3)),
    row('claude-opus-5-5', price(4, 20, 0.2)),
    row('claude-opus-5', price(5, 25, 0.5)),
    row('claude-opus-4-8', price(5, 25, 0.5)),
    row('claude-opus-4-7', price(5, 25, 0.5)),
    row('claude-opus-4-6', price(5, 25, 0.5)),
    row('claude-opus-4-5', price(5, 25, 0.5)),
    row('claude-fable-5-1', price(10, 50, 0.25)),
    row('claude-fable-5', price(10, 50, 1)),
    row('claude-mythos-5-1', price(10, 50, 0.25)),
    row('claude-mythos-5', price(10, 50, 1)),
  ],
};

/** Cost in US dollars of a turn of `provider/model`, or `null` where the price is not known. */
export function costUsd(reference: string, tokens: BilledTokens): number | null {
  const slash = reference.indexOf('/');
  const model = reference.slice(slash + 1);
  const rows = reference.slice(0, slash) === 'anthropic' ? anthropicPrices.rows : [];
  const found = rows.find((candidate) => model === candidate.model || isDatedVersion(model, candidate.model));
  if (found === undefined) return null;
  const inputTokens = tokens.uncached + tokens.cacheRead + tokens.cacheWrite;
  const rate = found.long !== undefined && inputTokens > found.long.aboveTokens ? found.long.price : found.price;
  return (tokens.uncached * rate.input + tokens.cacheRead * rate.cacheRead + tokens.cacheWrite * rate.cacheWrite + tokens.output * rate.output) / 1_000_000;
}

/** The most that a request of this size can cost: nothing of it cached, everything written to the cache. */
export function worstCostUsd(reference: string, { input, output }: { readonly input: number; readonly output: number }): number | null {
  return costUsd(reference, { uncached: 0, cacheRead: 0, cacheWrite: input, output });
}

/** `claude-haiku-4-5-20251001` is `claude-haiku-4-5`; `claude-opus-5-5` is not `claude-opus-5`. */
function isDatedVersion(model: string, base: string): boolean {
  return model.startsWith(`${base}-`) && /^\d{8}$/.test(model.slice(base.length + 1));
}

function row(model: string, standard: Price, long?: PriceRow['long']): PriceRow {
  return { model, price: standard, ...(long === undefined ? {} : { long }) };
}

function price(input: number, output: number, cacheRead: number): Price {
  return { input, output, cacheRead, cacheWrite: input * 1.25 };
}
