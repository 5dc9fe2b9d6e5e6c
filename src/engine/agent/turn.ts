import { failpoint } from '../base/failpoint.ts';
import { failed, type Failure } from '../model/failure.ts';
import type { AssistantMessage, ModelToolCall } from '../model/message.ts';
import { spendingOf, type Spending, type Usage } from '../model/usage.ts';
import type { Redaction } from '../base/redaction.ts';
import type { CallBudget, Reservation } from '../ports/callBudget.ts';
import type { LanguageModel, TurnEvent, TurnRequest } from '../ports/languageModel.ts';
import type { AfterFailure, VendorCall, VendorLimiter } from '../ports/vendorLimiter.ts';
import type { AgentEvent, AgentOutcome } from './agentEvent.ts';
import { isVendorTrouble } from './handOver.ts';
import { withoutKeys } from './withoutKeys.ts';

export interface TurnPorts {
  readonly model: LanguageModel;
  readonly budget: CallBudget;
  readonly vendors: VendorLimiter;
  readonly redaction: Redaction;
  /** Resolves after `ms`, or at once when the signal aborts. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Asked before each request: a pause lets the turn under way finish. */
  readonly isSuspended: () => boolean;
}

export type TurnOutcome =
  | { readonly type: 'message'; readonly message: AssistantMessage; readonly inputTokens: number | null; readonly hasMore: boolean; readonly isCutOff: boolean }
  | Extract<AgentOutcome, { type: 'failed' | 'suspended' | 'blocked' }>;

interface Asked {
  readonly request: TurnRequest;
  readonly turn: number;
}

/** One assistant turn, asked for again while its failure is worth retrying. What was streamed before the last failure is kept as a message. */
export async function* takeTurn(ports: TurnPorts, asked: Asked, signal: AbortSignal): AsyncGenerator<AgentEvent, TurnOutcome> {
  for (let attempt = 1; ; attempt++) {
    const admitted = await ports.vendors.admit(ports.model.id, signal);
    if (!admitted.ok) return admitted.error ? { type: 'blocked', by: admitted.error } : stopped('');
    const { outcome, after } = yield* tryOnce(ports, { ...asked, attempt, call: admitted.value }, signal);
    if (outcome.type !== 'failed') return outcome;
    const { failure, partial } = outcome;
    if (after.type === 'pause') return { type: 'blocked', by: after.by };
    if (after.type === 'give-up') {
      // What is too long, or wrong, may be asked again in short, and what another model takes over is asked there, as if it had not been asked.
      if (partial !== '' && failure.kind !== 'too-long' && failure.kind !== 'bad-input' && !(ports.model.next && isVendorTrouble(failure.kind))) yield { type: 'message', message: { role: 'assistant', text: partial, calls: [] } };
      return { type: 'failed', failure };
    }
    yield { type: 'turn-retried', turn: asked.turn, failure, delayMs: after.delayMs };
    await ports.sleep(after.delayMs, signal);
    if (signal.aborted) return stopped('');
  }
}

type StreamOutcome = Exclude<TurnOutcome, { type: 'failed' }> | { readonly type: 'failed'; readonly failure: Failure; readonly partial: string };

interface Tried {
  readonly outcome: StreamOutcome;
  readonly after: AfterFailure;
}

const giveUp: AfterFailure = { type: 'give-up' };

/** One request, and what its vendor is known for after it. */
async function* tryOnce(ports: TurnPorts, { attempt, call, ...asked }: Asked & { attempt: number; call: VendorCall }, signal: AbortSignal): AsyncGenerator<AgentEvent, Tried> {
  try {
    const outcome = yield* askOnce(ports, asked, signal);
    const isRetryable = outcome.type === 'failed' && outcome.failure.isRetryable && !signal.aborted;
    if (isRetryable) return { outcome, after: call.failed(outcome.failure, attempt) };
    if (outcome.type === 'message' || (outcome.type === 'failed' && !signal.aborted)) call.answered();
    return { outcome, after: giveUp };
  } finally {
    call.dropped();
  }
}

/** One request, within the budgets. */
async function* askOnce(ports: TurnPorts, asked: Asked, signal: AbortSignal): AsyncGenerator<AgentEvent, StreamOutcome> {
  const reserved = await ports.budget.reserve(ports.model, asked.request, signal);
  if (!reserved.ok) return reserved.error ? { type: 'blocked', by: { reason: 'budget', shortage: reserved.error } } : stopped('');
  const settle = settleOnce(reserved.value);
  try {
    if (ports.isSuspended()) return { type: 'suspended' };
    if (reserved.value.isUnpriced) yield { type: 'price-unknown', model: ports.model.id };
    return yield* streamOnce(ports, { ...asked, settle }, signal);
  } finally {
    settle(null);
  }
}

function settleOnce(reservation: Reservation): (usage: Usage | null) => Spending | null {
  let isSettled = false;
  return (usage) => {
    if (isSettled) return null;
    isSettled = true;
    return reservation.settle(usage);
  };
}

async function* streamOnce(ports: TurnPorts, { request, turn, settle }: Asked & { settle: (usage: Usage | null) => Spending | null }, signal: AbortSignal): AsyncGenerator<AgentEvent, StreamOutcome> {
  const calls = new Map<string, ModelToolCall>();
  let text = '';
  failpoint('request-sent');
  for await (const event of withoutKeys(ports.model.streamTurn(request, signal), ports.redaction)) {
    switch (event.type) {
      case 'text-delta':
        text += event.text;
        yield event;
        break;
      case 'tool-call':
        // A repeated id could not be answered apart from the first one.
        if (!calls.has(event.call.id)) calls.set(event.call.id, event.call);
        break;
      case 'turn-failed':
        return { type: 'failed', failure: event.failure, partial: text };
      case 'turn-end': {
        failpoint('stream-end');
        const outcome = toOutcome(event, text, [...calls.values()]);
        yield { type: 'turn-ended', turn, model: ports.model.id, reason: event.reason, usage: event.usage, ...chargedFor(event.usage, settle(event.usage)), message: outcome.type === 'message' ? outcome.message : null };
        return outcome;
      }
    }
  }
  return signal.aborted ? stopped(text) : { type: 'failed', failure: failed('network', 'The answer stopped before its end.', { isRetryable: true }), partial: text };
}

function stopped(partial: string): StreamOutcome {
  return { type: 'failed', failure: failed('cancelled', 'The model was stopped.'), partial };
}

/** Recorded only where the usage does not say it. */
function chargedFor(usage: Usage, charged: Spending | null): { readonly charged?: Spending } {
  const said = spendingOf(usage);
  return charged === null || (charged.tokens === said.tokens && charged.usd === said.usd) ? {} : { charged };
}

function toOutcome(end: Extract<TurnEvent, { type: 'turn-end' }>, text: string, calls: readonly ModelToolCall[]): Extract<StreamOutcome, { type: 'message' | 'failed' }> {
  if (end.reason === 'refused') return { type: 'failed', partial: text, failure: failed('refused', 'The model refused to answer. Reword the phase or choose another model.') };
  if (end.reason === 'filtered') return { type: 'failed', partial: text, failure: failed('filtered', "The vendor's content filter stopped the answer. Reword the phase or choose another model.") };
  const message: AssistantMessage = { role: 'assistant', text, calls: [...calls], ...(end.opaque !== undefined && { opaque: end.opaque }) };
  return { type: 'message', message, inputTokens: end.usage.inputTokens, hasMore: end.reason === 'paused', isCutOff: end.reason === 'length' };
}
