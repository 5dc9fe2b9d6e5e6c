import { err, ok, type Result } from '../base/result.ts';
import { type Amount, BudgetLedger, type Claim, type Held, type Verdict } from './budgetLedger.ts';

type Never = Extract<Verdict, { type: 'never' }>;

interface Waiter {
  readonly claim: () => Claim;
  readonly answer: (verdict: Result<Held, Never | null>) => void;
}

/** Lets calls wait, in the order they came, until the ledger grants what they claim. */
export class Reservations {
  readonly ledger = new BudgetLedger();
  readonly #waiting = new Set<Waiter>();

  /** Asks `claim` anew each time something was given back. The error is `null` when the signal aborts first. */
  reserve(claim: () => Claim, signal: AbortSignal): Promise<Result<Held, Never | null>> {
    return new Promise((resolve) => {
      if (signal.aborted) return resolve(err(null));
      const stop = (): void => waiter.answer(err(null));
      const waiter: Waiter = {
        claim,
        answer: (verdict) => {
          this.#waiting.delete(waiter);
          signal.removeEventListener('abort', stop);
          resolve(verdict);
        },
      };
      this.#waiting.add(waiter);
      signal.addEventListener('abort', stop, { once: true });
      this.#consider(waiter);
    });
  }

  settle(held: Held, used: Amount): void {
    this.ledger.settle(held, used);
    this.recheck();
  }

  /** To be called when something changed that makes room: money given back, a cap raised. */
  recheck(): void {
    for (const waiter of this.#waiting) this.#consider(waiter);
  }

  #consider({ claim, answer }: Waiter): void {
    const verdict = this.ledger.reserve(claim());
    if (verdict.type === 'granted') answer(ok(verdict.held));
    else if (verdict.type === 'never') answer(err(verdict));
  }
}
