import type { Result } from '../base/result.ts';
import type { Failure } from '../model/failure.ts';
import type { LanguageModel } from '../ports/languageModel.ts';
import { anthropicBaseUrl } from './anthropic/baseUrl.ts';
import { createAnthropic } from './anthropic/createAnthropic.ts';
import { createGemini, geminiBaseUrl } from './gemini/createGemini.ts';
import { createCompatible, createOpenAI, openAIBaseUrl } from './openai/createOpenAI.ts';
import type { VendorOptions } from './vendorSettings.ts';

/** How strong a model is asked for; what aliases stand for. */
export type Tier = 'fast' | 'balanced' | 'deep';

export interface Vendor {
  readonly label: string;
  /** Under which `Secrets` holds its key. */
  readonly secretName: string;
  /** The usual environment variable with its key. */
  readonly keyVariable: string;
  /** `null` for servers that are wherever the user says. */
  readonly baseUrl: string | null;
  /** Ids from the vendors' own model lists; `null` where only the user knows. */
  readonly models: Readonly<Record<Tier, string>> | null;
  create(options: VendorOptions): Result<LanguageModel, Failure>;
}

/** Vendors with a key, in the order in which aliases look for one. */
export const vendors = {
  anthropic: {
    label: 'Anthropic',
    secretName: 'anthropic',
    keyVariable: 'ANTHROPIC_API_KEY',
    baseUrl: anthropicBaseUrl,
    models: { fast: 'claude-haiku-5-5', balanced: 'claude-sonnet-5-5', deep: 'claude-opus-5-5' },
    create: createAnthropic,
  },
  openai: {
    label: 'OpenAI',
    secretName: 'openai',
    keyVariable: 'OPENAI_API_KEY',
    baseUrl: openAIBaseUrl,
    models: { fast: 'gpt-6-luna', balanced: 'gpt-6.1-sol', deep: 'gpt-6-astra' },
    create: createOpenAI,
  },
  gemini: {
    label: 'Gemini',
    secretName: 'gemini',
    keyVariable: 'GEMINI_API_KEY',
    baseUrl: geminiBaseUrl,
    models: { fast: 'gemini-3.5-flash-lite', balanced: 'gemini-3.8-flash', deep: 'gemini-4-argon' },
    create: createGemini,
  },
  'openai-compatible': {
    label: 'OpenAI-compatible server',
    secretName: 'openai-compatible',
    keyVariable: 'OPENAI_COMPATIBLE_API_KEY',
    baseUrl: null,
    models: null,
    create: createCompatible,
  },
} as const satisfies Record<string, Vendor>;

export type VendorName = keyof typeof vendors;
export const vendorNames = ['anthropic', 'openai', 'gemini', 'openai-compatible'] as const satisfies readonly VendorName[];

export function isVendor(name: string): name is VendorName {
  return Object.hasOwn(vendors, name);
}
