import { ok } from '../../base/result.ts';
import { noSpending, spendingOf } from '../../model/usage.ts';
import type { CallBudget } from '../../ports/callBudget.ts';
import type { ExecutionRecord } from './executionRecord.ts';

/** Whatever was asked for then fitted; what it counted as is in the record. */
export function recordedBudget(record: ExecutionRecord): CallBudget {
  return {
    async reserve() {
      return ok({
        isUnpriced: record.next()?.type === 'price-unknown',
        settle(usage) {
          const ended = record.next();
          return usage === null ? noSpending : spendingOf(usage, ended?.type === 'turn-ended' ? ended.charged : undefined);
        },
      });
    },
  };
}
