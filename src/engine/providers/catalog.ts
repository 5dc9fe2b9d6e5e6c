import { err, ok, type Result } from '../base/result.ts';
import { failed, type Failure } from '../model/failure.ts';
import type { LanguageModel, LanguageModels } from '../ports/languageModel.ts';
import type { Log } from '../ports/log.ts';
import type { Secrets } from '../ports/secrets.ts';
import { isLoopbackUrl } from './baseUrl.ts';
import { aliasesOf, roleAliases, splitReference, tierByAlias } from './modelReference.ts';
import { isDisabled, modelOfTier, type RouteSettings, routesOf } from './modelRoutes.ts';
import { rehearsalModel, type Pace } from './rehearsal/rehearsalModel.ts';
import { type UserPrice, userPriceOf, withPrice } from './userPrices.ts';
import { isVendor, type VendorName, vendorNames, vendors } from './vendors.ts';

/** What templates call a model, and what that is where nothing else is set up. */
export const defaultAliases: Readonly<Record<string, string>> = aliasesOf('anthropic');

/** The name under which `Secrets` holds a provider's key. */
export const secretNames = { anthropic: 'anthropic', openai: 'openai', gemini: 'gemini', 'openai-compatible': 'openai-compatible' } as const satisfies Record<VendorName, string>;

export interface ModelSettings extends RouteSettings {
  /** Addresses by provider, from the user's own settings only. */
  readonly baseUrls?: Readonly<Record<string, string>>;
  /** In place of the list prices. */
  readonly prices?: Readonly<Record<string, UserPrice>>;
  /** Lets the rehearsal model take its time, so that a person can watch. Immediate unless given. */
  readonly pace?: Pace;
}

export interface LanguageModelsConfig {
  readonly secrets: Secrets;
  /** A function is asked at each resolve. */
  readonly settings: ModelSettings | (() => ModelSettings);
  readonly log: Log;
  /** Providers that only this host has, by name. */
  readonly hosted?: Readonly<Record<string, LanguageModels>>;
}

/** All models of this installation. Settings and keys are read at each resolve, so that a change counts from the next phase on. */
export function languageModels({ settings, ...config }: LanguageModelsConfig): LanguageModels {
  return { resolve: (reference) => modelsBy({ ...config, settings: typeof settings === 'function' ? settings() : settings }).resolve(reference) };
}

function modelsBy({ secrets, settings, log, hosted = {} }: LanguageModelsConfig & { readonly settings: ModelSettings }): LanguageModels {
  return {
    async resolve(reference) {
      const routes = await routesOf(reference.trim(), { settings, hasKey: async (name) => (await readKey(name)) !== '' });
      const results = await Promise.all(routes.map((route) => resolveExact(route, reference)));
      const [first, ...others] = results.flatMap((result) => (result.ok ? [result.value] : []));
      return first ? ok(chained(first, others)) : (results[0] ?? err(unknownProvider(reference, settings)));
    },
  };

  async function resolveExact(exact: string, reference: string): Promise<Result<LanguageModel, Failure>> {
    const [provider, model] = splitReference(exact);
    if (isDisabled(exact, settings)) return err(failed('not-found', `The provider "${provider}" is switched off. Switch it on, or choose another model.`));
    if (provider === 'rehearsal') return ok(rehearsalModel({ id: `rehearsal/${model ?? 'standard'}`, ...(settings.pace === undefined ? {} : { pace: settings.pace }) }));
    const host = Object.hasOwn(hosted, provider) ? hosted[provider] : undefined;
    if (host) return host.resolve(exact);
    return isVendor(provider) ? open(provider, model) : err(unknownProvider(reference, settings));
  }

  async function open(name: VendorName, asked: string | undefined): Promise<Result<LanguageModel, Failure>> {
    const { label, keyVariable, create } = vendors[name];
    const model = asked ?? modelOfTier(name, 'balanced', settings);
    if (model === undefined) return err(failed('not-found', `The provider "${name}" has no default model: name one, as in "${name}/<model>".`));
    const baseUrl = own(settings.baseUrls, name);
    const apiKey = await readKey(name);
    if (apiKey === '' && !needsNoKey(name, baseUrl)) return err(failed('auth', `No ${label} API key is set. Run "Phasegate: Set API Key", or set the environment variable ${keyVariable}. The model "rehearsal" needs none.`));
    const created = create({ apiKey: apiKey === '' ? noKey : apiKey, model, baseUrl });
    const price = userPriceOf(`${name}/${model}`, settings.prices);
    return created.ok && price ? ok(withPrice(created.value, price)) : created;
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

/** Each hands on to the one after it. */
function chained(first: LanguageModel, others: readonly LanguageModel[]): LanguageModel {
  const [next, ...rest] = others;
  return next === undefined ? first : { ...first, next: chained(next, rest) };
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
  const names = [...new Set([...Object.keys(tierByAlias), ...roleAliases, ...Object.keys(aliases ?? {})])].join(', ');
  const exact = vendorNames.map((name) => `"${name}/<model>"`).join(', ');
  return failed('not-found', `There is no model or provider ${JSON.stringify(reference.slice(0, 100))}. Choose an alias (${names}), ${exact} or "rehearsal".`);
}
