import { failed } from '../../model/failure.ts';
import type { Usage } from '../../model/usage.ts';
import type { LanguageModel, TurnRequest } from '../../ports/languageModel.ts';
import { nextStep } from './nextStep.ts';
import type { Step } from './situation.ts';

/** Waits a little between pieces of text. Resolves early when the signal aborts. */
export type Pace = (signal: AbortSignal) => Promise<void>;

export interface RehearsalOptions {
  readonly id: string;
  readonly pace?: Pace;
}

/**
 * The offline model: acts through the offered tools alone, needs no key and costs nothing. The same seed and request give the same
 * answer, byte for byte.
 */
export function rehearsalModel({ id, pace }: RehearsalOptions): LanguageModel {
  return {
    id,
    worstCostUsd: () => 0,
    async *streamTurn(request, signal) {
      const step = nextStep(request);
      for (const text of pieces(step.say)) {
        if (pace !== undefined) await pace(signal);
        if (signal.aborted) break;
        yield { type: 'text-delta', text };
      }
      if (signal.aborted) {
        yield { type: 'turn-failed', failure: failed('cancelled', 'The rehearsal was cancelled.') };
        return;
      }
      const turn = 1 + request.messages.filter(({ role }) => role === 'assistant').length;
      for (const [index, { name, input }] of step.calls.entries()) yield { type: 'tool-call', call: { id: `rehearsal_${turn}_${index + 1}`, name, input } };
      yield { type: 'turn-end', reason: step.calls.length === 0 ? 'stop' : 'tool-calls', usage: usageOf(request, step) };
    },
  };
}

/** A few words at a time, as models stream. */
function pieces(text: string): readonly string[] {
  return text.match(/(?:\S+\s*){1,4}/g) ?? [];
}

/** Tokens are estimated from characters; the cost is truly zero. */
function usageOf({ system, messages, tools }: TurnRequest, step: Step): Usage {
  const estimate = (value: unknown): number => Math.ceil(JSON.stringify(value).length / 4);
  return { inputTokens: estimate([system, messages, tools]), outputTokens: estimate(step), cachedTokens: 0, costUsd: 0 };
}
