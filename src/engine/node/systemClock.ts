import type { Clock } from '../ports/clock.ts';

export function systemClock(): Clock {
  return {
    now: () => Date.now(),
    monotonicMs: () => performance.now(),
    sleep: (ms, signal) => new Promise((resolve) => {
      if (signal.aborted) return resolve();
      const finish = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', finish);
        resolve();
      };
      const timer = setTimeout(finish, Math.min(ms, longestTimerMs));
      signal.addEventListener('abort', finish, { once: true });
    }),
  };
}

/** Node fires longer timers at once. */
const longestTimerMs = 2 ** 31 - 1;
