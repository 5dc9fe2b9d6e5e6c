import { err, ok, type Result } from '../../base/result.ts';
import { failed, type Failure } from '../../model/failure.ts';
import type { LanguageModel } from '../../ports/languageModel.ts';
import { checkBaseUrl } from '../baseUrl.ts';
import { defaultTransportLimits } from '../guardedFetch.ts';
import { lazyModel } from '../vendorModel.ts';
import type { VendorOptions } from '../vendorSettings.ts';
import { eitherProtocol } from './eitherProtocol.ts';

export const openAIBaseUrl = 'https://api.openai.com/v1';

/**
 * A model behind the Responses API: the vendor's own, or, at another address, whatever of Responses and Chat Completions the server
 * there speaks. The SDK is loaded at the first turn; fails only for an address that is off limits.
 */
export function createOpenAI({ apiKey, model, baseUrl, limits }: VendorOptions): Result<LanguageModel, Failure> {
  const address = versioned(baseUrl ?? openAIBaseUrl);
  if (!address.ok) return address;
  const id = `openai/${model}`;
  const settings = { id, apiKey, model, baseUrl: address.value, limits: { ...defaultTransportLimits, ...limits }, vendor: 'OpenAI', keyPlace: '"Phasegate: Set API Key" or OPENAI_API_KEY' };
  const responses = lazyModel(id, () => import('./responses/responsesModel.ts').then(({ responsesModel }) => responsesModel(settings)));
  if (address.value === openAIBaseUrl) return ok(responses);
  return ok(eitherProtocol(responses, lazyModel(id, () => import('./chat/chatModel.ts').then(({ chatModel }) => chatModel(settings)))));
}

/** A model behind a server that speaks Chat Completions (Ollama, vLLM, LM Studio, OpenRouter and others). There is no default address. */
export function createCompatible({ apiKey, model, baseUrl, limits }: VendorOptions): Result<LanguageModel, Failure> {
  if (baseUrl === undefined) return err(failed('bad-input', 'The provider "openai-compatible" needs the address of its server, for example http://127.0.0.1:11434/v1: give it with --base-url or in the settings.'));
  const address = versioned(baseUrl);
  if (!address.ok) return address;
  const id = `openai-compatible/${model}`;
  const settings = { id, apiKey, model, baseUrl: address.value, limits: { ...defaultTransportLimits, ...limits }, vendor: `The server at ${address.value}`, keyPlace: '"Phasegate: Set API Key" or OPENAI_COMPATIBLE_API_KEY' };
  return ok(lazyModel(id, () => import('./chat/chatModel.ts').then(({ chatModel }) => chatModel(settings))));
}

/** An address without a path means the usual `/v1`. */
function versioned(text: string): Result<string, Failure> {
  const address = checkBaseUrl(text);
  return address.ok && new URL(address.value).pathname === '/' ? ok(`${address.value}/v1`) : address;
}
