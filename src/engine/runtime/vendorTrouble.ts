import { backoffMs } from '../base/backoff.ts';
import { err, ok } from '../base/result.ts';
import type { Blockage } from '../model/blockage.ts';
import type { Failure } from '../model/failure.ts';
import type { Clock } from '../ports/clock.ts';
import type { AfterFailure, VendorCall, VendorLimiter } from '../ports/vendorLimiter.ts';

/** Tries in a row before a run pauses. */
const maxTries = 5;
const retryBaseMs = 1_000;
/** A vendor that asks for more patience than this gets a pause. */
const retryCapMs = 60_000;
const pauseBaseMs = 60_000;
const pauseCapMs = 3_600_000;
/** Vendors ask for less; a wrong clock of theirs may ask for more. */
const longestPauseMs = 86_400_000;
/** Limits and overload pass by themselves; for other trouble somebody has to do something in the end. */
const maxPauses = 10;

/** What is known of one provider. */
interface Vendor {
  /** Failures since it last answered. */
  failures: number;
  /** No call before this time (monotonic). */
  openAtMs: number;
  /** Why there is no use in trying before. */
  blockage: Extract<Blockage, { reason: 'rate-limit' }> | null;
  /** While it fails, one call tries whether it is back. */
  isProbing: boolean;
  /** Changes with each failure that counted: calls from before one of them tell nothing new. */
  epoch: number;
  readonly waiting: Set<AbortController>;
}

/** The trouble vendors have, shared by all runs of an engine. */
export class VendorTrouble {
  readonly #clock: Clock;
  readonly #vendors = new Map<string, Vendor>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** `hasAnswered` says whether the run had an answer before: where it never had one, trouble is more likely a mistake in the settings. */
  limiterFor(hasAnswered: () => boolean): VendorLimiter {
    return {
      admit: async (model, signal) => {
        const vendor = this.#vendorOf(model);
        while (vendor.failures > 0) {
          if (signal.aborted) return err(null);
          const leftMs = vendor.openAtMs - this.#clock.monotonicMs();
          if (leftMs > 0 && vendor.blockage) return err(vendor.blockage);
          if (leftMs <= 0 && !vendor.isProbing) break;
          await this.#wait(vendor, leftMs, signal);
        }
        return signal.aborted ? err(null) : ok(this.#begin(vendor, hasAnswered));
      },
    };
  }

  /** A person wants to know now. */
  tryNow(): void {
    for (const vendor of this.#vendors.values()) {
      vendor.openAtMs = 0;
      vendor.blockage = null;
      wakeAll(vendor);
    }
  }

  #vendorOf(model: string): Vendor {
    const provider = model.split('/', 1)[0] ?? model;
    const vendor = this.#vendors.get(provider) ?? { failures: 0, openAtMs: 0, blockage: null, isProbing: false, epoch: 0, waiting: new Set() };
    this.#vendors.set(provider, vendor);
    return vendor;
  }

  /** Until the vendor may be asked, or something changed. */
  async #wait({ waiting }: Vendor, leftMs: number, signal: AbortSignal): Promise<void> {
    const waiter = new AbortController();
    const stop = (): void => waiter.abort(unneeded);
    waiting.add(waiter);
    signal.addEventListener('abort', stop, { once: true });
    await (leftMs > 0 ? this.#clock.sleep(leftMs, waiter.signal) : new Promise((resolve) => waiter.signal.addEventListener('abort', resolve, { once: true })));
    signal.removeEventListener('abort', stop);
    waiting.delete(waiter);
  }

  #begin(vendor: Vendor, hasAnswered: () => boolean): VendorCall {
    const { epoch } = vendor;
    const isProbe = vendor.failures > 0;
    if (isProbe) vendor.isProbing = true;
    let isOver = false;
    const end = (change: () => void): void => {
      if (isOver) return;
      isOver = true;
      change();
      if (isProbe) vendor.isProbing = false;
      wakeAll(vendor);
    };
    return {
      answered: () => end(() => Object.assign(vendor, { failures: 0, openAtMs: 0, blockage: null })),
      dropped: () => end(() => {}),
      failed: (failure, attempt) => {
        let after: AfterFailure = { type: 'give-up' };
        end(() => {
          if (epoch === vendor.epoch) Object.assign(vendor, { failures: vendor.failures + 1, epoch: epoch + 1 });
          after = this.#after(vendor, { failure, tries: Math.max(attempt, vendor.failures), hasAnswered: hasAnswered() });
        });
        return after;
      },
    };
  }

  #after(vendor: Vendor, { failure, tries, hasAnswered }: { failure: Failure; tries: number; hasAnswered: boolean }): AfterFailure {
    const seed = this.#clock.now();
    const delayMs = Math.max(failure.retryAfterMs ?? 0, backoffMs({ attempt: tries, baseMs: retryBaseMs, capMs: retryCapMs, seed }));
    if (tries < maxTries && delayMs <= retryCapMs) {
      this.#close(vendor, delayMs, null);
      return { type: 'retry', delayMs };
    }
    const pauses = Math.max(0, tries - maxTries);
    if (!isWorthWaiting(failure, { hasAnswered, pauses })) return { type: 'give-up' };
    const pauseMs = Math.min(longestPauseMs, Math.max(failure.retryAfterMs ?? 0, spread(pauses, seed)));
    const by = { reason: 'rate-limit', failure, resumeAt: this.#clock.now() + pauseMs } as const;
    this.#close(vendor, pauseMs, by);
    return { type: 'pause', by };
  }

  #close(vendor: Vendor, forMs: number, blockage: Vendor['blockage']): void {
    vendor.openAtMs = Math.max(vendor.openAtMs, this.#clock.monotonicMs() + forMs);
    vendor.blockage = blockage ?? vendor.blockage;
  }
}

/** A reason of our own, because without one an error with a stack is made each time. */
const unneeded = 'Something changed.';

function wakeAll({ waiting }: Vendor): void {
  for (const waiter of waiting) waiter.abort(unneeded);
}

/** Doubles with each pause; at least half of it, so that the vendor has time to come back. */
function spread(pauses: number, seed: number): number {
  const wholeMs = Math.min(pauseCapMs, pauseBaseMs * 2 ** pauses);
  return wholeMs / 2 + backoffMs({ attempt: 1, baseMs: wholeMs / 2, capMs: wholeMs / 2, seed });
}

function isWorthWaiting({ kind }: Failure, { hasAnswered, pauses }: { hasAnswered: boolean; pauses: number }): boolean {
  return kind === 'rate-limit' || kind === 'overloaded' || (hasAnswered && pauses < maxPauses);
}
