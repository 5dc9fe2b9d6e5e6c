import type { LanguageModel } from '../../../ports/languageModel.ts';
import { vendorModel } from '../../vendorModel.ts';
import { openAIClient, type OpenAISettings } from '../openAIClient.ts';
import { toFailure } from '../toFailure.ts';
import { readTurn } from './readTurn.ts';
import { toCountParams, toParams } from './toParams.ts';

/** The adapter of the Responses protocol: the vendor's own, and what current local servers speak too. */
export function responsesModel(settings: OpenAISettings): LanguageModel {
  const { id, model, limits, vendor, keyPlace, apiKey } = settings;
  return vendorModel({
    id,
    limits,
    failures: { vendor, keyPlace, model, secrets: [apiKey] },
    open: async (request, exchange) => openAIClient(settings, exchange).responses.create(toParams(model, request), { signal: exchange.signal }),
    count: async (request, exchange) => (await openAIClient(settings, exchange).responses.inputTokens.count(toCountParams(model, request), { signal: exchange.signal })).input_tokens,
    readTurn: (stream, { messages }) => readTurn(stream, { model, reference: id, newId: (ordinal) => `call_${messages.length}_${ordinal}` }),
    toFailure,
  });
}
