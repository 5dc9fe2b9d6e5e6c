import { err, ok, type Result } from '../base/result.ts';
import { failed, type Failure } from '../model/failure.ts';
import type { LanguageModel, LanguageModels } from '../ports/languageModel.ts';
import type { Log } from '../ports/log.ts';
import type { Secrets } from '../ports/secrets.ts';
import { isLoopbackUrl } from './baseUrl.ts';
import { aliasesOf, followAliases, splitReference, tierByAlias } from './modelReference.ts';
import { rehearsalModel, type Pace } from './rehearsal/rehearsalModel.ts';
import { isVendor, type VendorName, vendorNames, vendors } from './vendors.ts';

/** What templates call a model, and what that is where nothing else is set up. */
export const defaultAliases: Readonly<Record<string, string>> = aliasesOf('anthropic');

/** The name under which `Secrets` holds a provider's key. */
export const secretNames = { anthropic: 'anthropic', openai: 'openai', gemini: 'gemini', 'openai-compatible': 'openai-compatible' } as const satisfies Record<VendorName, string>;

export interface ModelSettings {
  /** Aliases of the user's own; they win over the built-in ones. */
  readonly aliases?: Readonly<Record<string, string>>;
  /** Addresses by provider, from the user's own settings only. */
  readonly baseUrls?: Readonly<Record<string, string>>;
  /** Replaces every alias that nothing else defines, for example `rehearsal`. Exact `provider/model` references stay. */
  readonly defaultModel?: string;
  /** The vendor that built-in aliases lead to; unless given, the first one that has a key. */
  readonly provider?: VendorName;
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
      const aliases = aliasesOf(settings.provider ?? (await firstWithKey()));
      const exact = followAliases(reference.trim(), (name) => own(settings.aliases, name) ?? (Object.hasOwn(tierByAlias, name) ? (settings.defaultModel ?? aliases[name]) : undefined));
      const [provider, model] = splitReference(exact);
      if (provider === 'rehearsal') return ok(rehearsalModel({ id: `rehearsal/${model ?? 'standard'}`, ...(settings.pace === undefined ? {} : { pace: settings.pace }) }));
      return isVendor(provider) ? open(provider, model) : err(unknownProvider(reference, settings));
    },
  };

  async function firstWithKey(): Promise<VendorName> {
    for (const name of vendorNames) if (vendors[name].models !== null && (await readKey(name)) !== '') return name;
    return 'anthropic';
  }

  async function open(name: VendorName, asked: string | undefined): Promise<Result<LanguageModel, Failure>> {
    const { label, keyVariable, models, create } = vendors[name];
    const model = asked ?? models?.balanced;
    if (model === undefined) return err(failed('not-found', `The provider "${name}" has no default model: name one, as in "${name}/<model>".`));
    const baseUrl = own(settings.baseUrls, name);
    const apiKey = await readKey(name);
    if (apiKey === '' && !needsNoKey(name, baseUrl)) return err(failed('auth', `No ${label} API key is set. Run "Phasegate: Set API Key", or set the environment variable ${keyVariable}. The model "rehearsal" needs none.`));
    return create({ apiKey: apiKey === '' ? noKey : apiKey, model, baseUrl });
  }

  /** A secret storage that fails is as good as none: the run must say so, not break. */
  async function readKey(name: VendorName): Promise<string> {
    try {
      return (await secrets.get(secretNames[name]))?.trim() ?? '';
    } catch (error) {
      log.warn(`The secret storage could not be read: ${error instanceof Error ? error.name : 'unknown error'}.`);
      return '';
    }
  }
}

/** What is sent where a key would be, to servers that want none. */
const noKey = 'none';

function needsNoKey(name: VendorName, baseUrl: string | undefined): boolean {
  return name === 'openai-compatible' || (baseUrl !== undefined && isLoopbackUrl(baseUrl));
}

function own(record: Readonly<Record<string, string>> | undefined, name: string): string | undefined {
  return record !== undefined && Object.hasOwn(record, name) ? record[name] : undefined;
}

function unknownProvider(reference: string, { aliases }: ModelSettings): Failure {
  const names = [...new Set([...Object.keys(tierByAlias), ...Object.keys(aliases ?? {})])].join(', ');
  const exact = vendorNames.map((name) => `"${name}/<model>"`).join(', ');
  return failed('not-found', `There is no model or provider ${JSON.stringify(reference.slice(0, 100))}. Choose an alias (${names}), ${exact} or "rehearsal".`);
}
