import { Anthropic } from '@anthropic-ai/sdk';
import type { LanguageModel } from '../../ports/languageModel.ts';
import type { VendorSettings } from '../vendorSettings.ts';
import { vendorModel, type Exchange } from '../vendorModel.ts';
import { anthropicBaseUrl } from './baseUrl.ts';
import { readTurn } from './readTurn.ts';
import { toFailure } from './toFailure.ts';
import { toCountParams, toParams } from './toParams.ts';

/** The adapter: a request becomes parameters, the stream becomes events, an error becomes a failure. */
export function anthropicModel(settings: VendorSettings): LanguageModel {
  const { model, limits, baseUrl } = settings;
  return vendorModel({
    id: `anthropic/${model}`,
    limits,
    failures: { vendor: 'Anthropic', keyPlace: '"Phasegate: Set API Key" or ANTHROPIC_API_KEY', model, secrets: [settings.apiKey] },
    open: async (request, exchange) => toClient(settings, exchange).messages.create(toParams(model, request, baseUrl === anthropicBaseUrl), { signal: exchange.signal }),
    count: async (request, exchange) => (await toClient(settings, exchange).messages.countTokens(toCountParams(model, request), { signal: exchange.signal })).input_tokens,
    readTurn: (stream) => readTurn(stream, model),
    toFailure,
  });
}

/** Nothing is taken from the environment but the process's own network, and nothing is logged or retried by the SDK. */
function toClient({ apiKey, baseUrl, limits }: VendorSettings, { fetch }: Exchange): Anthropic {
  return new Anthropic({
    apiKey,
    authToken: null,
    webhookKey: null,
    baseURL: baseUrl,
    maxRetries: 0,
    timeout: limits.totalMs,
    fetch,
    logLevel: 'off',
    openTelemetry: false,
  });
}
