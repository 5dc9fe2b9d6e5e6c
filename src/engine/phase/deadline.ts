import type { Clock } from '../ports/clock.ts';

/** Aborts its signal after an amount of time in which nobody waited for a person. */
export interface Deadline {
  readonly signal: AbortSignal;
  readonly hasPassed: () => boolean;
  /** Runs `work` without the time counting. */
  untimed<T>(work: () => Promise<T>): Promise<T>;
  dispose(): void;
}

/** A reason of our own, because without one an error with a stack is made each time. */
const unneeded = 'The time does not count any more.';

export function deadline(clock: Clock, timeoutMs: number): Deadline {
  const controller = new AbortController();
  let timer = new AbortController();
  let leftMs = timeoutMs;
  let startedMs = 0;
  let waiting = 0;
  let hasPassed = false;

  const start = (): void => {
    startedMs = clock.monotonicMs();
    const { signal } = (timer = new AbortController());
    void clock.sleep(leftMs, signal).then(() => {
      if (signal.aborted) return;
      hasPassed = true;
      controller.abort();
    });
  };
  const stop = (): void => {
    timer.abort(unneeded);
    leftMs = Math.max(0, leftMs - (clock.monotonicMs() - startedMs));
  };

  start();
  return {
    signal: controller.signal,
    hasPassed: () => hasPassed,
    async untimed(work) {
      if (waiting++ === 0) stop();
      try {
        return await work();
      } finally {
        if (--waiting === 0) start();
      }
    },
    dispose: () => timer.abort(unneeded),
  };
}
