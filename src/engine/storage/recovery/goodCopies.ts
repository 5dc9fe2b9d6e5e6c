import { statSync } from 'node:fs';
import { messageOf } from '../../base/messageOf.ts';
import type { Log } from '../../ports/log.ts';
import { goodCopyTime } from '../places.ts';
import { type CopyJob, takeGoodCopy } from './goodCopy.ts';

interface CopyParts extends CopyJob {
  readonly log: Log;
  /** How old the copy may grow while the store is changed. */
  readonly everyMs: number;
}

/** At the end, a larger store is only copied when it is time: closing must not take long. */
const quicklyCopiedBytes = 64 * 1_024 * 1_024;

/** Keeps one good copy of an open store, not too old. A copy that cannot be taken is told to the log, and the one before stays. */
export class GoodCopies {
  readonly #parts: CopyParts;
  #hasNews = false;
  #running: Promise<void> | null = null;

  constructor(parts: CopyParts) {
    this.#parts = parts;
  }

  storeChanged(): void {
    this.#hasNews = true;
  }

  /** Begins in the background; the store may be used meanwhile. */
  takeIfDue(): void {
    if (this.#running || !this.#hasNews || !this.#isDue()) return;
    this.#running = this.#take().finally(() => { this.#running = null; });
  }

  async settled(): Promise<void> {
    await this.#running;
  }

  /** For a store that was just closed. */
  async takeLast(): Promise<void> {
    if (this.#hasNews && (this.#isDue() || statSync(this.#parts.path).size <= quicklyCopiedBytes)) await this.#take();
  }

  /** A copy from the future is one from before the clock was set back. */
  #isDue(): boolean {
    const { folder, clock, everyMs } = this.#parts;
    const takenAt = goodCopyTime(folder);
    return takenAt === null || Math.abs(clock.now() - takenAt) >= everyMs;
  }

  async #take(): Promise<void> {
    const { log, path } = this.#parts;
    this.#hasNews = false;
    try {
      const damage = await takeGoodCopy(this.#parts);
      if (damage !== null) log.error(`${path} is damaged: ${damage}. The good copy taken before is kept.`);
    } catch (error) {
      this.#hasNews = true;
      log.warn(`No good copy of ${path} was taken: ${messageOf(error)}`);
    }
  }
}
