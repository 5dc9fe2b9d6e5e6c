import * as z from 'zod';
import { phaseId } from './ids.ts';

/** Caps on what model calls may use; what is not named has no cap. */
export const budget = z.strictObject({
  usd: z.number().positive().optional(),
  tokens: z.number().int().positive().optional(),
});
export type Budget = z.infer<typeof budget>;

/** Whose budget: one phase of a run over all its attempts, a whole run, or everything that runs on one day. */
export const budgetScope = z.enum(['phase', 'run', 'day']);
export type BudgetScope = z.infer<typeof budgetScope>;

/** Why a call was not made: at worst it would pass a cap. Tokens are whole, money is in US dollars. */
export const shortage = z.strictObject({
  scope: budgetScope,
  /** The phase that wanted to make the call. */
  phase: phaseId,
  unit: z.enum(['usd', 'tokens']),
  cap: z.number().nonnegative(),
  spent: z.number().nonnegative(),
  /** What the call may use at worst. */
  needed: z.number().nonnegative(),
});
export type Shortage = z.infer<typeof shortage>;
