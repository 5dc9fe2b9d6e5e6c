import type { Timestamp } from '../model/ids.ts';

export interface Clock {
  /** Wall time: for people and for order across runs, never for deadlines. */
  now(): Timestamp;
  /** Milliseconds that only grow: for durations and deadlines. */
  monotonicMs(): number;
  /** Resolves after `ms`, or at once when the signal aborts. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}
