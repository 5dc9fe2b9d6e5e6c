import type { TurnPorts } from '../../../src/engine/agent/turn.ts';
import { ok } from '../../../src/engine/base/result.ts';
import { spendingOf, noSpending } from '../../../src/engine/model/usage.ts';
import type { CallBudget } from '../../../src/engine/ports/callBudget.ts';
import type { Clock } from '../../../src/engine/ports/clock.ts';
import type { VendorLimiter } from '../../../src/engine/ports/vendorLimiter.ts';
import { VendorTrouble } from '../../../src/engine/runtime/vendorTrouble.ts';

/** Every call fits. */
export const unlimited: CallBudget = {
  reserve: async () => ok({ isUnpriced: false, settle: (usage) => (usage ? spendingOf(usage) : noSpending) }),
};

/** The real one, for a vendor that answered before. */
export function knownVendors(clock: Clock): VendorLimiter {
  return new VendorTrouble(clock).limiterFor(() => true);
}

export function waits(clock: Clock): Pick<TurnPorts, 'vendors' | 'sleep'> {
  return { vendors: knownVendors(clock), sleep: (ms, signal) => clock.sleep(ms, signal) };
}
