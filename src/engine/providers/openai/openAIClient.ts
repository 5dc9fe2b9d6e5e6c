import { OpenAI } from 'openai';
import type { VendorSettings } from '../vendorSettings.ts';
import type { Exchange } from '../vendorModel.ts';

export interface OpenAISettings extends VendorSettings {
  /** `provider/model`. */
  readonly id: string;
  /** Who is spoken to, for messages. */
  readonly vendor: string;
  readonly keyPlace: string;
}

/** Nothing is taken from the environment but the process's own network, and nothing is logged or retried by the SDK. */
export function openAIClient({ apiKey, baseUrl, limits }: OpenAISettings, { fetch }: Exchange): OpenAI {
  return new OpenAI({
    apiKey,
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    baseURL: baseUrl,
    maxRetries: 0,
    timeout: limits.totalMs,
    fetch,
    logLevel: 'off',
  });
}
