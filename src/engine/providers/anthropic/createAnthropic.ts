import { ok, type Result } from '../../base/result.ts';
import type { Failure } from '../../model/failure.ts';
import type { LanguageModel } from '../../ports/languageModel.ts';
import { checkBaseUrl } from '../baseUrl.ts';
import { defaultTransportLimits, type TransportLimits } from '../guardedFetch.ts';

export interface AnthropicOptions {
  readonly apiKey: string;
  /** The vendor's own id, for example `claude-sonnet-5-5`. */
  readonly model: string;
  /** Another server that speaks the Messages API; the vendor's unless given. */
  readonly baseUrl?: string | undefined;
  readonly limits?: Partial<TransportLimits>;
}

export const anthropicBaseUrl = 'https://api.anthropic.com';

/** A model behind the Messages API. The SDK is loaded at the first turn; fails only for an address that is off limits. */
export function createAnthropic(options: AnthropicOptions): Result<LanguageModel, Failure> {
  const baseUrl = checkBaseUrl(options.baseUrl ?? anthropicBaseUrl);
  if (!baseUrl.ok) return baseUrl;

  const settings = { apiKey: options.apiKey, model: options.model, baseUrl: baseUrl.value, limits: { ...defaultTransportLimits, ...options.limits } };
  let loading: Promise<LanguageModel> | undefined;
  return ok({
    id: `anthropic/${options.model}`,
    async *streamTurn(request, signal) {
      loading ??= import('./anthropicModel.ts').then(({ anthropicModel }) => anthropicModel(settings));
      yield* (await loading).streamTurn(request, signal);
    },
  });
}
