import { Emitter, type Event } from '../base/emitter.ts';
import type { RunId } from '../model/ids.ts';

/**
 * Phases that may write to the one workspace take turns across runs, in the order in which they came; within a run the
 * schedule sees to that already. A phase that waits for a person keeps its turn: what it asked about stays as it was.
 */
export class WriterTurns {
  #last: Promise<void> = Promise.resolve();
  readonly #waiting = new Set<RunId>();
  readonly #changed = new Emitter<void>();
  #writing: RunId | null = null;

  /** A turn began or ended, or somebody begins to wait for one. */
  readonly onDidChange: Event<void> = this.#changed.event;

  dispose(): void {
    this.#changed.dispose();
  }

  /** Resolves with what ends the turn; at once, with nothing to end, when the signal aborts before. */
  async enter(run: RunId, signal: AbortSignal): Promise<() => void> {
    const before = this.#last;
    let end = (): void => {};
    this.#last = new Promise((resolve) => { end = resolve; });
    this.#waiting.add(run);
    if (this.#writing !== null) this.#changed.fire();
    await Promise.race([before, aborted(signal)]);
    this.#waiting.delete(run);
    if (signal.aborted) {
      void before.then(end);
      return () => {};
    }
    this.#writing = run;
    this.#changed.fire();
    return () => {
      this.#writing = null;
      end();
      this.#changed.fire();
    };
  }

  /** The run whose turn this one waits for now; `null` where it waits for none. */
  waitsFor(run: RunId): RunId | null {
    return this.#waiting.has(run) ? this.#writing : null;
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
