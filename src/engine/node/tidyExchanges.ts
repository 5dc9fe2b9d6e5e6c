import { messageOf } from '../base/messageOf.ts';
import type { Disposable } from '../base/disposable.ts';
import type { Log } from '../ports/log.ts';
import { type ExchangeLimits, pruneExchanges } from './exchangeRetention.ts';

export interface Tidying {
  readonly folder: string;
  /** Asked each time. */
  readonly limits: () => ExchangeLimits;
  /** See `Pruning.unfinishedSince`. */
  readonly unfinishedSince: () => Promise<number | null>;
  readonly now: () => number;
  readonly log: Log;
}

const everyMs = 6 * 3_600_000;

/** Prunes the exchanges now, and again every six hours until disposed. Keeps no process alive, and hinders no run: what goes wrong is logged. */
export function tidyExchanges(tidying: Tidying): Disposable {
  void tidyOnce(tidying);
  const timer = setInterval(() => void tidyOnce(tidying), everyMs);
  timer.unref();
  return { dispose: () => clearInterval(timer) };
}

async function tidyOnce({ folder, limits, unfinishedSince, now, log }: Tidying): Promise<void> {
  try {
    const { removed } = await pruneExchanges(folder, { limits: limits(), unfinishedSince: await unfinishedSince(), nowMs: now() });
    if (removed.files > 0) log.info(`${removed.files} old recordings of exchanges with models were removed (${Math.ceil(removed.bytes / 1_000_000)} MB).`);
  } catch (error) {
    log.warn(`Old recordings of exchanges with models stay: ${messageOf(error)}`);
  }
}
