import { ok, type Result } from '../../base/result.ts';
import type { Failure } from '../../model/failure.ts';
import type { LanguageModel } from '../../ports/languageModel.ts';
import { checkBaseUrl } from '../baseUrl.ts';
import { defaultTransportLimits } from '../guardedFetch.ts';
import { lazyModel } from '../vendorModel.ts';
import type { VendorOptions } from '../vendorSettings.ts';

export const geminiBaseUrl = 'https://generativelanguage.googleapis.com';

/** A model behind the Gemini API. The SDK is loaded at the first turn; fails only for an address that is off limits. */
export function createGemini({ apiKey, model, baseUrl, limits }: VendorOptions): Result<LanguageModel, Failure> {
  const address = checkBaseUrl(baseUrl ?? geminiBaseUrl);
  if (!address.ok) return address;
  // The SDK adds the version itself.
  const settings = { apiKey, model, baseUrl: address.value.replace(/\/v1(beta)?$/, ''), limits: { ...defaultTransportLimits, ...limits } };
  return ok(lazyModel(`gemini/${model}`, () => import('./geminiModel.ts').then(({ geminiModel }) => geminiModel(settings))));
}
