import type { FailureKind } from '../model/failure.ts';
import type { LanguageModel } from '../ports/languageModel.ts';
import type { AgentOutcome } from './agentEvent.ts';

/** Trouble of one vendor or account, which another one may not have. What is wrong with the request itself would be wrong there too. */
const vendorTrouble: readonly FailureKind[] = ['auth', 'permission', 'billing', 'not-found', 'rate-limit', 'overloaded', 'server', 'network', 'timeout', 'cut-off', 'malformed'];

export function isVendorTrouble(kind: FailureKind): boolean {
  return vendorTrouble.includes(kind);
}

/** The model that goes on where this one cannot be had. */
export function successorOf(model: LanguageModel, outcome: Extract<AgentOutcome, { type: 'failed' | 'blocked' }> | { readonly type: 'message' | 'suspended' }): LanguageModel | undefined {
  if (outcome.type === 'failed') return isVendorTrouble(outcome.failure.kind) ? model.next : undefined;
  return outcome.type === 'blocked' && outcome.by.reason === 'rate-limit' ? model.next : undefined;
}
