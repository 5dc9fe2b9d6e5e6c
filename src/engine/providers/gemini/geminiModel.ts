import { GoogleGenAI } from '@google/genai';
import type { LanguageModel } from '../../ports/languageModel.ts';
import { vendorModel } from '../vendorModel.ts';
import type { VendorSettings } from '../vendorSettings.ts';
import { readTurn } from './readTurn.ts';
import { toFailure } from './toFailure.ts';
import { toCountParams, toParams } from './toParams.ts';

/** The adapter: a request becomes parameters, the stream becomes events, an error becomes a failure. */
export function geminiModel(settings: VendorSettings): LanguageModel {
  const { model, limits } = settings;
  const client = toClient(settings);
  return vendorModel({
    id: `gemini/${model}`,
    limits,
    failures: { vendor: 'Gemini', keyPlace: '"Phasegate: Set API Key" or GEMINI_API_KEY', model, secrets: [settings.apiKey] },
    open: (request, exchange) => client.models.generateContentStream(toParams(model, request, exchange)),
    count: async (request, exchange) => (await client.models.countTokens(toCountParams(model, request, exchange))).totalTokens,
    readTurn: (stream, { messages }) => readTurn(stream, { model, turn: messages.length }),
    toFailure,
  });
}

/** Nothing but the process's own network is taken from the environment. `v1beta` is where thought signatures and JSON Schema for tools are. */
function toClient({ apiKey, baseUrl }: VendorSettings): GoogleGenAI {
  return new GoogleGenAI({ apiKey, vertexai: false, apiVersion: 'v1beta', httpOptions: { baseUrl, retryOptions: { attempts: 1 } } });
}
