import type { Usage } from '../../engine/model/usage.ts';
import { cacheHitRate } from '../../engine/runtime/costs.ts';

/** `850 ms`, `12.3 s`, `4 min 05 s`. */
export function duration(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(1)} s`;
  return `${Math.floor(ms / 60_000)} min ${String(Math.floor((ms % 60_000) / 1_000)).padStart(2, '0')} s`;
}

/** One line of at most `width` characters, without anything a terminal would act on. */
export function singleLine(text: string, width: number): string {
  const flat = text.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();
  return flat.length <= width ? flat : `${flat.slice(0, width - 1)}…`;
}

export function tokens(count: number | null): string {
  if (count === null) return 'unknown';
  if (count < 1_000) return `${count}`;
  return count < 999_950 ? `${(count / 1_000).toFixed(1)}k` : `${(count / 1_000_000).toFixed(1)}M`;
}

export function cost(usd: number | null): string {
  return usd === null ? 'cost unknown' : `$${usd.toFixed(usd < 1 ? 4 : 2)}`;
}

/** The share of the input that came from the vendor's cache, where it is known and not nothing. */
export function cached(usage: Usage): string {
  const rate = cacheHitRate(usage);
  return rate === null || rate === 0 ? '' : ` (${Math.round(100 * rate)} % cached)`;
}
