import type { RunId } from '../model/ids.ts';

/**
 * Phases that may write to the one workspace take turns across runs, in the order in which they came; within a run the
 * schedule sees to that already. A phase that waits for a person keeps its turn: what it asked about stays as it was.
 */
export class WriterTurns {
  #last: Promise<void> = Promise.resolve();
  #writing: RunId | null = null;

  /** Resolves with what ends the turn; at once, with nothing to end, when the signal aborts before. */
  async enter(run: RunId, signal: AbortSignal): Promise<() => void> {
    const before = this.#last;
    let end = (): void => {};
    this.#last = new Promise((resolve) => { end = resolve; });
    await Promise.race([before, aborted(signal)]);
    if (signal.aborted) {
      void before.then(end);
      return () => {};
    }
    this.#writing = run;
    return () => {
      this.#writing = null;
      end();
    };
  }

  /** The run that is writing now, if it is not this one. */
  writerBeside(run: RunId): RunId | null {
    return this.#writing === run ? null : this.#writing;
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
