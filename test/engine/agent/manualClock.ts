import type { Clock } from '../../../src/engine/ports/clock.ts';

export interface ManualClock extends Clock {
  /** Lets time pass; whoever sleeps until then wakes up. */
  advance(ms: number): void;
  /** Sleeps under way, in milliseconds left. */
  readonly sleeping: () => readonly number[];
  /** The short sleeps that passed at once. */
  readonly naps: readonly number[];
}

/** Time that passes when told to; only sleeps of at most a minute (the pauses between retries) pass at once. */
export function manualClock(): ManualClock {
  let nowMs = 0;
  const sleepers = new Set<{ readonly untilMs: number; readonly wake: () => void }>();
  const naps: number[] = [];
  const advance = (ms: number): void => {
    nowMs += ms;
    for (const sleeper of sleepers) if (sleeper.untilMs <= nowMs) sleeper.wake();
  };
  return {
    naps,
    advance,
    now: () => nowMs,
    monotonicMs: () => nowMs,
    sleeping: () => [...sleepers].map(({ untilMs }) => untilMs - nowMs),
    sleep: (ms, signal) => new Promise((resolve) => {
      if (signal.aborted) return resolve();
      if (ms <= 60_000) {
        naps.push(ms);
        advance(ms);
        return resolve();
      }
      const sleeper = { untilMs: nowMs + ms, wake: () => { sleepers.delete(sleeper); resolve(); } };
      sleepers.add(sleeper);
      signal.addEventListener('abort', sleeper.wake, { once: true });
    }),
  };
}
