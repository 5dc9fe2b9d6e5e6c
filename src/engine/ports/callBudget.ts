import type { Result } from '../base/result.ts';
import type { Shortage } from '../model/budget.ts';
import type { Spending, Usage } from '../model/usage.ts';
import type { LanguageModel, TurnRequest } from './languageModel.ts';

/** What one call may use at worst, held free for it. */
export interface Reservation {
  /** A budget in money is set, and the price of the model is not known: only its tokens count. Said once in each conversation. */
  readonly isUnpriced: boolean;
  /** Gives back what was not used; a call that ended without a word about its usage (`null`) gives back all. Answers what counts against the budgets. Once. */
  settle(usage: Usage | null): Spending;
}

/** Sees to it that the worst case of a call fits every budget before it is made (SPEC R10). */
export interface CallBudget {
  /**
   * Waits while calls under way hold what this one needs. The error says which budget it can never fit;
   * `null` when the signal aborted first.
   */
  reserve(model: LanguageModel, request: TurnRequest, signal: AbortSignal): Promise<Result<Reservation, Shortage | null>>;
}
