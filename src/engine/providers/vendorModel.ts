import type { Failure } from '../model/failure.ts';
import type { LanguageModel, TurnEvent, TurnRequest } from '../ports/languageModel.ts';
import { contextTokensOf } from './contextWindows.ts';
import { guardedFetch, type TransportLimits } from './guardedFetch.ts';
import { worstCostUsd } from './prices.ts';
import { lossesAt } from './schemaLowering/lossesAt.ts';
import type { FailureContext } from './vendorFailure.ts';

/** What one turn's request is sent with: its own `fetch`, so that limits and headers are this turn's, and its own signal. */
export interface Exchange {
  readonly fetch: typeof fetch;
  readonly signal: AbortSignal;
}

/** One vendor's wire protocol in its three parts; `open` sends what `toParams` made. */
export interface VendorAdapter<Event> {
  /** `provider/model`. */
  readonly id: string;
  readonly limits: TransportLimits;
  readonly acceptsJson?: boolean;
  readonly failures: Pick<FailureContext, 'vendor' | 'keyPlace' | 'model' | 'secrets'>;
  readonly open: (request: TurnRequest, exchange: Exchange) => Promise<AsyncIterable<Event>>;
  /** Ends with `turn-end`, or throws. */
  readonly readTurn: (stream: AsyncIterable<Event>, request: TurnRequest) => AsyncGenerator<TurnEvent>;
  readonly toFailure: (error: unknown, context: FailureContext) => Failure;
}

/** Keeps the promises of the port for every vendor: one ending, no throw, and the connection closed when the reader leaves. */
export function vendorModel<Event>({ id, limits, acceptsJson = false, failures, open, readTurn, toFailure }: VendorAdapter<Event>): LanguageModel {
  return {
    id,
    async *streamTurn(request, signal) {
      const leaving = new AbortController();
      let headers: Headers | undefined;
      const exchange = { fetch: guardedFetch({ limits, acceptsJson, onHeaders: (answered) => (headers = answered) }), signal: AbortSignal.any([signal, leaving.signal]) };
      try {
        yield* readTurn(await open(request, exchange), request);
      } catch (error) {
        yield { type: 'turn-failed', failure: toFailure(error, { ...failures, isAborted: signal.aborted, headers, nowMs: Date.now() }) };
      } finally {
        leaving.abort();
      }
    },
  };
}

/** A model whose SDK loads at the first turn. What it costs at most and how much it takes is known before. */
export function lazyModel(id: string, load: () => Promise<LanguageModel>): LanguageModel {
  let loading: Promise<LanguageModel> | undefined;
  return {
    id,
    contextTokens: contextTokensOf(id),
    lossesOf: (schema) => lossesAt(id, schema),
    worstCostUsd: (tokens) => worstCostUsd(id, tokens),
    async *streamTurn(request, signal) {
      loading ??= load();
      yield* (await loading).streamTurn(request, signal);
    },
  };
}
