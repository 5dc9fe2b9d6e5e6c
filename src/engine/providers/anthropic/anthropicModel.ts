import { Anthropic } from '@anthropic-ai/sdk';
import type { LanguageModel } from '../../ports/languageModel.ts';
import { costUsd } from '../prices.ts';
import { guardedFetch, type TransportLimits } from '../guardedFetch.ts';
import { readTurn } from './readTurn.ts';
import { toFailure } from './toFailure.ts';
import { toParams } from './toParams.ts';

export interface AnthropicSettings {
  readonly apiKey: string;
  readonly model: string;
  readonly baseUrl: string;
  readonly limits: TransportLimits;
}

/** The adapter: a request becomes parameters, the stream becomes events, an error becomes a failure. */
export function anthropicModel(settings: AnthropicSettings): LanguageModel {
  const { model } = settings;
  const client = toClient(settings);
  return {
    id: `anthropic/${model}`,
    contextTokens,
    worstCostUsd: ({ input, output }) => costUsd(model, { uncached: 0, cacheRead: 0, cacheWrite: input, output }),
    async *streamTurn(request, signal) {
      try {
        const stream = await client.messages.create(toParams(model, request), { signal });
        yield* readTurn(stream, model);
      } catch (error) {
        yield { type: 'turn-failed', failure: toFailure(error, { model, isAborted: signal.aborted, secrets: [settings.apiKey], nowMs: Date.now() }) };
      }
    },
  };
}

/** Every model that is offered today has at least this window (https://platform.claude.com/docs/en/build-with-claude/context-windows). */
const contextTokens = 200_000;

/** Nothing is taken from the environment but the process's own network, and nothing is logged or retried by the SDK. */
function toClient({ apiKey, baseUrl, limits }: AnthropicSettings): Anthropic {
  return new Anthropic({
    apiKey,
    authToken: null,
    webhookKey: null,
    baseURL: baseUrl,
    maxRetries: 0,
    timeout: limits.firstByteMs,
    fetch: guardedFetch(limits),
    logLevel: 'off',
    openTelemetry: false,
  });
}
