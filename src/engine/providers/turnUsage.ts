import type { Usage } from '../model/usage.ts';
import { costUsd } from './prices.ts';

/** Tokens as a vendor counts them, each `null` or missing where it says nothing. */
export interface CountedTokens {
  /** Everything read, the cached part included. */
  readonly input?: number | null | undefined;
  /** Everything written, reasoning included. */
  readonly output?: number | null | undefined;
  readonly cacheRead?: number | null | undefined;
  readonly cacheWrite?: number | null | undefined;
}

/** No request is read in no tokens: servers that do not count send zeros, which is unknown. */
export function toUsage(reference: string, { input, output, cacheRead, cacheWrite }: CountedTokens): Usage {
  const inputTokens = isCount(input) && input > 0 ? input : null;
  const outputTokens = isCount(output) && (inputTokens !== null || output > 0) ? output : null;
  const cachedTokens = inputTokens !== null && isCount(cacheRead) ? Math.min(cacheRead, inputTokens) : null;
  if (inputTokens === null || outputTokens === null) return { inputTokens, outputTokens, cachedTokens, costUsd: null };
  const read = cachedTokens ?? 0;
  const written = isCount(cacheWrite) ? Math.min(cacheWrite, inputTokens - read) : 0;
  return { inputTokens, outputTokens, cachedTokens, costUsd: costUsd(reference, { uncached: inputTokens - read - written, cacheRead: read, cacheWrite: written, output: outputTokens }) };
}

function isCount(value: number | null | undefined): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
