import { ok, type Result } from '../../base/result.ts';
import type { Failure } from '../../model/failure.ts';
import type { LanguageModel } from '../../ports/languageModel.ts';
import { checkBaseUrl } from '../baseUrl.ts';
import { defaultTransportLimits } from '../guardedFetch.ts';
import { lazyModel } from '../vendorModel.ts';
import type { VendorOptions } from '../vendorSettings.ts';
import { anthropicBaseUrl } from './baseUrl.ts';

/** A model behind the Messages API. The SDK is loaded at the first turn; fails only for an address that is off limits. */
export function createAnthropic({ apiKey, model, baseUrl, limits }: VendorOptions): Result<LanguageModel, Failure> {
  const address = checkBaseUrl(baseUrl ?? anthropicBaseUrl);
  if (!address.ok) return address;
  // The SDK adds the version itself.
  const settings = { apiKey, model, baseUrl: address.value.replace(/\/v1$/, ''), limits: { ...defaultTransportLimits, ...limits } };
  return ok(lazyModel(`anthropic/${model}`, () => import('./anthropicModel.ts').then(({ anthropicModel }) => anthropicModel(settings))));
}
