import { type Price, type PriceRow, priceTables } from './priceTable.ts';

/** Tokens of one answer as the vendor bills them: the three kinds of input do not overlap. */
export interface BilledTokens {
  readonly uncached: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
  readonly output: number;
}

/** Cost in US dollars of a turn of `provider/model`, or `null` where the price is not known. */
export function costUsd(reference: string, tokens: BilledTokens, atMs = Date.now()): number | null {
  const row = rowOf(reference);
  return row === undefined ? null : costAt(rateOf(row, tokens, atMs), tokens);
}

/** The most that a request of this size can cost: nothing of it cached, everything written to the cache. */
export function worstCostUsd(reference: string, { input, output }: { readonly input: number; readonly output: number }): number | null {
  return costUsd(reference, { uncached: 0, cacheRead: 0, cacheWrite: input, output });
}

export function costAt(rate: Price, { uncached, cacheRead, cacheWrite, output }: BilledTokens): number {
  return (uncached * rate.input + cacheRead * rate.cacheRead + cacheWrite * rate.cacheWrite + output * rate.output) / 1_000_000;
}

function rowOf(reference: string): PriceRow | undefined {
  const slash = reference.indexOf('/');
  const [provider, model] = [reference.slice(0, slash), reference.slice(slash + 1)];
  const rows = Object.hasOwn(priceTables, provider) ? priceTables[provider]?.rows : undefined;
  return rows?.find((candidate) => model === candidate.model || isDatedVersion(model, candidate.model));
}

function rateOf({ price, long, later }: PriceRow, { uncached, cacheRead, cacheWrite }: BilledTokens, atMs: number): Price {
  if (long !== undefined && uncached + cacheRead + cacheWrite > long.aboveTokens) return long.price;
  return later !== undefined && atMs >= Date.parse(later.from) ? later.price : price;
}

/** `claude-haiku-4-5-20251001` is `claude-haiku-4-5`, `gpt-5.4-2026-03-05` is `gpt-5.4`; `claude-opus-5-5` is not `claude-opus-5`. */
function isDatedVersion(model: string, base: string): boolean {
  return model.startsWith(`${base}-`) && /^(?:\d{8}|\d{4}-\d\d-\d\d)$/.test(model.slice(base.length + 1));
}
