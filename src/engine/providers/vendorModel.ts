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
  /** Tokens of the request by the vendor's own count, where it has an endpoint for that. */
  readonly count?: (request: TurnRequest, exchange: Exchange) => Promise<number | undefined>;
  readonly toFailure: (error: unknown, context: FailureContext) => Failure;
}

/** Keeps the promises of the port for every vendor: one ending, no throw, and the connection closed when the reader leaves. */
export function vendorModel<Event>({ id, limits, acceptsJson = false, failures, open, readTurn, count, toFailure }: VendorAdapter<Event>): LanguageModel {
  return {
    id,
    ...(count && { countTokens: counting(count, limits) }),
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

/** A count is worth a short wait only: without it there is the estimate. */
const countLimits = { firstByteMs: 10_000, idleMs: 5_000, totalMs: 15_000, bodyBytes: 65_536, errorBodyBytes: 1_024 } as const satisfies TransportLimits;

function counting(count: NonNullable<VendorAdapter<never>['count']>, limits: TransportLimits): NonNullable<LanguageModel['countTokens']> {
  const rules = { limits: { ...countLimits, firstByteMs: Math.min(countLimits.firstByteMs, limits.firstByteMs), idleMs: Math.min(countLimits.idleMs, limits.idleMs) }, wantsJson: true };
  return async (request, signal) => {
    try {
      const tokens = await count(request, { fetch: guardedFetch(rules), signal });
      return tokens !== undefined && Number.isSafeInteger(tokens) && tokens > 0 ? tokens : null;
    } catch {
      return null;
    }
  };
}

/** A model whose SDK loads at the first turn. What it costs at most and how much it takes is known before. */
export function lazyModel(id: string, load: () => Promise<LanguageModel>): LanguageModel {
  let loading: Promise<LanguageModel> | undefined;
  const loaded = (): Promise<LanguageModel> => (loading ??= load());
  return {
    id,
    contextTokens: contextTokensOf(id),
    countTokens: async (request, signal) => (await (await loaded()).countTokens?.(request, signal)) ?? null,
    lossesOf: (schema) => lossesAt(id, schema),
    worstCostUsd: (tokens) => worstCostUsd(id, tokens),
    async *streamTurn(request, signal) {
      yield* (await loaded()).streamTurn(request, signal);
    },
  };
}
