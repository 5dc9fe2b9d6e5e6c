import { ok } from '../../base/result.ts';
import type { VendorLimiter } from '../../ports/vendorLimiter.ts';
import type { ExecutionRecord } from './executionRecord.ts';

/** Vendors are asked whenever they were asked then, and tried again after as long. */
export function recordedVendors(record: ExecutionRecord): VendorLimiter {
  return {
    async admit() {
      return ok({
        answered: () => {},
        dropped: () => {},
        failed() {
          const next = record.next();
          return next?.type === 'turn-retried' ? { type: 'retry', delayMs: next.delayMs } : { type: 'give-up' };
        },
      });
    },
  };
}
