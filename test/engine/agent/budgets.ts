import { ok } from '../../../src/engine/base/result.ts';
import { spendingOf, noSpending } from '../../../src/engine/model/usage.ts';
import type { CallBudget } from '../../../src/engine/ports/callBudget.ts';

/** Every call fits. */
export const unlimited: CallBudget = {
  reserve: async () => ok({ isUnpriced: false, settle: (usage) => (usage ? spendingOf(usage) : noSpending) }),
};
