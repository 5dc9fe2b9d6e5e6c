import { err, ok, type Result } from '../base/result.ts';
import { failed, type Failure } from '../model/failure.ts';
import type { LanguageModel, LanguageModels } from '../ports/languageModel.ts';
import type { Log } from '../ports/log.ts';
import type { Secrets } from '../ports/secrets.ts';
import { createAnthropic } from './anthropic/createAnthropic.ts';
import { rehearsalModel, type Pace } from './rehearsal/rehearsalModel.ts';

/** A name for a model that does not say whose: what templates use. */
export const defaultAliases: Readonly<Record<string, string>> = {
  fast: 'anthropic/claude-haiku-5-5',
  balanced: 'anthropic/claude-sonnet-5-5',
  deep: 'anthropic/claude-opus-5-5',
  haiku: 'anthropic/claude-haiku-5-5',
  sonnet: 'anthropic/claude-sonnet-5-5',
  opus: 'anthropic/claude-opus-5-5',
};

const defaultModels = { anthropic: 'claude-sonnet-5-5', rehearsal: 'standard' } as const;
const laterProviders: readonly string[] = ['openai', 'gemini'];

/** The name under which `Secrets` holds a provider's key. */
export const secretNames = { anthropic: 'anthropic' } as const;

export interface ModelSettings {
  /** Aliases of the user's own; they win over the built-in ones. */
  readonly aliases?: Readonly<Record<string, string>>;
  /** Addresses by provider, from the user's own settings only. */
  readonly baseUrls?: Readonly<Record<string, string>>;
  /** Replaces every alias that nothing else defines, for example `rehearsal`. Exact `provider/model` references stay. */
  readonly defaultModel?: string;
  /** Lets the rehearsal model take its time, so that a person can watch. Immediate unless given. */
  readonly pace?: Pace;
}

export interface LanguageModelsConfig {
  readonly secrets: Secrets;
  readonly settings: ModelSettings;
  readonly log: Log;
}

/** All models of this installation. Keys are read at each resolve, so that a new key works at once. */
export function languageModels({ secrets, settings, log }: LanguageModelsConfig): LanguageModels {
  return {
    async resolve(reference) {
      const exact = expand(reference.trim(), settings);
      const [provider, model] = split(exact);
      switch (provider) {
        case 'rehearsal':
          return ok(rehearsalModel({ id: `rehearsal/${model ?? defaultModels.rehearsal}`, ...(settings.pace === undefined ? {} : { pace: settings.pace }) }));
        case 'anthropic':
          return openAnthropic(model ?? defaultModels.anthropic);
        default:
          return err(unknownProvider(reference, provider, settings));
      }
    },
  };

  async function openAnthropic(model: string): Promise<Result<LanguageModel, Failure>> {
    const apiKey = await readKey(secrets, log);
    if (apiKey === '') return err(failed('auth', 'No Anthropic API key is set. Run "Phasegate: Set API Key", or set the environment variable ANTHROPIC_API_KEY. The model "rehearsal" needs none.'));
    return createAnthropic({ apiKey, model, baseUrl: settings.baseUrls?.anthropic });
  }
}

/** A secret storage that fails is as good as none: the run must say so, not break. */
async function readKey(secrets: Secrets, log: Log): Promise<string> {
  try {
    return (await secrets.get(secretNames.anthropic))?.trim() ?? '';
  } catch (error) {
    log.warn(`The secret storage could not be read: ${error instanceof Error ? error.name : 'unknown error'}.`);
    return '';
  }
}

/** Follows aliases, at most a few steps so that a circle ends. */
function expand(reference: string, { aliases, defaultModel }: ModelSettings): string {
  let current = reference;
  for (let step = 0; step < 5; step += 1) {
    const own = aliases !== undefined && Object.hasOwn(aliases, current) ? aliases[current] : undefined;
    const next = own ?? (Object.hasOwn(defaultAliases, current) ? (defaultModel ?? defaultAliases[current]) : undefined);
    if (next === undefined || next === current) return current;
    current = next;
  }
  return current;
}

/** `anthropic/claude-x` names a model, `anthropic` the provider's default. */
function split(reference: string): readonly [string, string | undefined] {
  const slash = reference.indexOf('/');
  if (slash < 0) return [reference, undefined];
  const model = reference.slice(slash + 1);
  return [reference.slice(0, slash), model === '' ? undefined : model];
}

function unknownProvider(reference: string, provider: string, { aliases }: ModelSettings): Failure {
  const names = [...new Set([...Object.keys(defaultAliases), ...Object.keys(aliases ?? {})])].join(', ');
  const choices = `Choose an alias (${names}), "anthropic/<model>" or "rehearsal".`;
  const shown = JSON.stringify(reference.slice(0, 100));
  if (laterProviders.includes(provider)) return failed('not-found', `The model ${shown} needs the provider "${provider}", which comes in a later version. ${choices}`);
  return failed('not-found', `There is no model or provider ${shown}. ${choices}`);
}
