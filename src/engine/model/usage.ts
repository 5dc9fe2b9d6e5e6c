import * as z from 'zod';

/** Tokens of one or more model turns. `null` means unknown, which is never the same as zero. */
export const usage = z.strictObject({
  inputTokens: z.number().int().nonnegative().nullable(),
  outputTokens: z.number().int().nonnegative().nullable(),
  /** The part of `inputTokens` that the vendor read from its cache. */
  cachedTokens: z.number().int().nonnegative().nullable(),
  costUsd: z.number().nonnegative().nullable(),
});
export type Usage = z.infer<typeof usage>;

/** What counts against budgets: where a vendor does not tell, what its call was reserved with. */
export const spending = z.strictObject({ tokens: z.number().int().nonnegative(), usd: z.number().nonnegative() });
export type Spending = z.infer<typeof spending>;

export const noSpending: Spending = { tokens: 0, usd: 0 };

export function addSpending(left: Spending, right: Spending): Spending {
  return { tokens: left.tokens + right.tokens, usd: left.usd + right.usd };
}

/** What is known of a usage; `charged` says what the unknown counts as. */
export function spendingOf({ inputTokens, outputTokens, costUsd }: Usage, charged?: Spending): Spending {
  return charged ?? { tokens: (inputTokens ?? 0) + (outputTokens ?? 0), usd: costUsd ?? 0 };
}

export const noUsage: Usage = { inputTokens: 0, outputTokens: 0, cachedTokens: 0, costUsd: 0 };

/** Unknown plus anything is unknown. */
export function addUsage(left: Usage, right: Usage): Usage {
  return {
    inputTokens: add(left.inputTokens, right.inputTokens),
    outputTokens: add(left.outputTokens, right.outputTokens),
    cachedTokens: add(left.cachedTokens, right.cachedTokens),
    costUsd: add(left.costUsd, right.costUsd),
  };
}

function add(left: number | null, right: number | null): number | null {
  return left === null || right === null ? null : left + right;
}
