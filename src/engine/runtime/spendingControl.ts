import { err, ok } from '../base/result.ts';
import type { Budget, Shortage } from '../model/budget.ts';
import type { PhaseId, RunId, Timestamp } from '../model/ids.ts';
import type { Spending, Usage } from '../model/usage.ts';
import type { CallBudget, Reservation } from '../ports/callBudget.ts';
import type { Clock } from '../ports/clock.ts';
import { budgetOfPhase, spentByRun } from '../workflow/budgetTransitions.ts';
import { phaseOf } from '../workflow/step.ts';
import type { RunState } from '../workflow/state.ts';
import type { Account, Amount, Held } from './budgetLedger.ts';
import { Reservations } from './reservations.ts';
import { type WorstCase, worstCases } from './worstCase.ts';

export interface SpendingPorts {
  readonly clock: Clock;
  /** The user's caps on one day, read at every call. */
  readonly dayBudget: () => Budget;
  /** What all runs spent on the day of the start, before it. */
  readonly spentToday: Spending;
}

/** One ledger for all runs of an engine: every call of every phase goes through it (SPEC R10). */
export class SpendingControl {
  readonly #ports: SpendingPorts;
  readonly #reservations = new Reservations();

  constructor(ports: SpendingPorts) {
    this.#ports = ports;
    this.#reservations.ledger.open(dayKey(dayOf(ports.clock.now())), toAmount(ports.spentToday));
  }

  /** The budgets that hold for the calls of one execution. `state` is asked at each call, because caps may be raised meanwhile. */
  budgetFor(phase: PhaseId, state: () => RunState): CallBudget {
    const estimates = worstCases();
    let isUnpricedSaid = false;
    return {
      reserve: async (model, request, signal) => {
        const worst = estimates.of(model, request);
        const caps = (): readonly Cap[] => this.#capsOn(state(), phase);
        const granted = await this.#reservations.reserve(() => ({ accounts: caps().map(({ account }) => account), worst: toAmount(worst) }), signal);
        if (granted.ok) {
          const isUnpriced = !isUnpricedSaid && worst.usd === null && caps().some(({ account }) => account.cap.nanoUsd !== undefined);
          isUnpricedSaid ||= isUnpriced;
          return ok(this.#reservation({ held: granted.value, worst, isUnpriced }, (usage) => estimates.learn(request, usage)));
        }
        return err(granted.error && toShortage(phase, granted.error, { scope: scopeOf(caps(), granted.error.account), worst }));
      },
    };
  }

  /** A cap was raised: calls that wait may fit now. */
  recheck(): void {
    this.#reservations.recheck();
  }

  #capsOn(state: RunState, phase: PhaseId): readonly Cap[] {
    const date = dayOf(this.#ports.clock.now());
    const raised = state.budgets.day?.date === date ? state.budgets.day.budget : {};
    return [
      this.#cap('phase', `${state.id}/${phase}`, { budget: budgetOfPhase(state, phase), spent: phaseOf(state, phase)?.spent }),
      this.#cap('run', runKey(state.id), { budget: state.budgets.run, spent: spentByRun(state) }),
      this.#cap('day', dayKey(date), { budget: { ...this.#ports.dayBudget(), ...raised }, spent: undefined }),
    ];
  }

  #cap(scope: Shortage['scope'], key: string, { budget, spent }: { budget: Budget; spent: Spending | undefined }): Cap {
    this.#reservations.ledger.open(key, toAmount(spent ?? { tokens: 0, usd: 0 }));
    const { tokens, usd } = budget;
    return { scope, account: { key, cap: { ...(tokens !== undefined && { tokens }), ...(usd !== undefined && { nanoUsd: Math.floor(usd * nanosPerUsd) }) } } };
  }

  #reservation({ held, worst, isUnpriced }: { held: Held; worst: WorstCase; isUnpriced: boolean }, learn: (usage: Usage) => void): Reservation {
    return {
      isUnpriced,
      settle: (usage) => {
        const used = usage === null ? { tokens: 0, usd: 0 } : usedOf(usage, worst);
        if (usage) learn(usage);
        this.#reservations.settle(held, toAmount(used));
        return used;
      },
    };
  }
}

interface Cap {
  readonly scope: Shortage['scope'];
  readonly account: Account;
}

const nanosPerUsd = 1_000_000_000;

function runKey(run: RunId): string {
  return run;
}

function dayKey(date: string): string {
  return `day ${date}`;
}

/** The day of a time where the user is, as `YYYY-MM-DD`. */
export function dayOf(at: Timestamp): string {
  const date = new Date(at);
  return [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, '0')).join('-');
}

/** When the day of a time began where the user is. */
export function startOfDay(at: Timestamp): Timestamp {
  return new Date(at).setHours(0, 0, 0, 0);
}

function toAmount({ tokens, usd }: WorstCase): Amount {
  return { tokens, nanoUsd: Math.ceil((usd ?? 0) * nanosPerUsd) };
}

/** What the vendor does not tell counts as what was held for it. */
function usedOf({ inputTokens, outputTokens, costUsd }: Usage, worst: WorstCase): Spending {
  const tokens = inputTokens === null || outputTokens === null ? worst.tokens : inputTokens + outputTokens;
  return { tokens, usd: costUsd ?? worst.usd ?? 0 };
}

function scopeOf(caps: readonly Cap[], { key }: Account): Shortage['scope'] {
  return caps.find(({ account }) => account.key === key)?.scope ?? 'run';
}

function toShortage(phase: PhaseId, { account, unit, spent }: { account: Account; unit: keyof Amount; spent: number }, { scope, worst }: { scope: Shortage['scope']; worst: WorstCase }): Shortage {
  if (unit === 'tokens') return { scope, phase, unit, cap: account.cap.tokens ?? 0, spent, needed: worst.tokens };
  return { scope, phase, unit: 'usd', cap: (account.cap.nanoUsd ?? 0) / nanosPerUsd, spent: spent / nanosPerUsd, needed: worst.usd ?? 0 };
}
