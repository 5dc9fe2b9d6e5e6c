import type { LanguageModel, TurnEvent } from '../../ports/languageModel.ts';

/**
 * Speaks `first` where the server knows it, else `second`. A server that knows neither is reported in the words of `first`.
 * Nothing is asked twice once it is known which one it is.
 */
export function eitherProtocol(first: LanguageModel, second: LanguageModel): LanguageModel {
  let chosen: LanguageModel | undefined;
  return {
    ...first,
    countTokens: async (request, signal) => (chosen === undefined ? null : ((await chosen.countTokens?.(request, signal)) ?? null)),
    async *streamTurn(request, signal) {
      if (chosen !== undefined) return yield* chosen.streamTurn(request, signal);
      const answer = yield* attempt(first.streamTurn(request, signal));
      if (answer.type === 'worked') chosen = first;
      if (answer.type !== 'missing') return;
      const other = yield* attempt(second.streamTurn(request, signal));
      if (other.type === 'worked') chosen = second;
      if (other.type === 'missing') yield answer.event;
    },
  };
}

type Answer = { readonly type: 'worked' | 'failed' } | { readonly type: 'missing'; readonly event: TurnEvent };

/** Passes on everything but an answer that is nothing but "not found". */
async function* attempt(events: AsyncIterable<TurnEvent>): AsyncGenerator<TurnEvent, Answer> {
  let last: TurnEvent | undefined;
  for await (const event of events) {
    if (last === undefined && event.type === 'turn-failed' && event.failure.kind === 'not-found') return { type: 'missing', event };
    last = event;
    yield event;
  }
  return { type: last?.type === 'turn-end' ? 'worked' : 'failed' };
}
