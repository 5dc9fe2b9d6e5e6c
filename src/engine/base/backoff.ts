export interface Backoff {
  /** One-based number of the attempt that failed. */
  readonly attempt: number;
  readonly baseMs: number;
  readonly capMs: number;
  /** Chooses the jitter; the same seed and attempt give the same delay. */
  readonly seed: number;
}

/**
 * Exponential delay with full jitter: somewhere between zero and the capped exponential, so that many callers do not
 * come back at once (M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015).
 */
export function backoffMs({ attempt, baseMs, capMs, seed }: Backoff): number {
  const ceiling = Math.min(capMs, baseMs * 2 ** (attempt - 1));
  return Math.round(ceiling * fraction(seed * 31 + attempt));
}

/** A well-spread fraction in [0, 1) of an integer (the mulberry32 mixing step). */
function fraction(integer: number): number {
  let mixed = (integer + 0x6d2b79f5) | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
}
