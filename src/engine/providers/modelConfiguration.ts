import * as z from 'zod';
import { err, ok, type Result } from '../base/result.ts';
import { checkBaseUrl } from './baseUrl.ts';
import type { ModelSettings } from './catalog.ts';
import { userPrice } from './userPrices.ts';
import { isVendor, type VendorName, vendorNames } from './vendors.ts';

const reference = z.string().trim().min(1).max(1_000);
const model = z.string().trim().min(1).max(200);

const providerConfiguration = z.strictObject({
  /** A provider that is switched off is never asked. */
  enabled: z.boolean().optional(),
  /** Who does the work, who reviews it. */
  role: z.enum(['primary', 'reviewer', 'second-opinion']).optional(),
  baseUrl: z.string().optional(),
  /** Models by strength, in place of the built-in choice. */
  models: z.strictObject({ fast: model.optional(), balanced: model.optional(), deep: model.optional() }).optional(),
});
export type ProviderConfiguration = z.infer<typeof providerConfiguration>;

/** What a user decides about models, in the same form for every host. It never comes from a workspace: addresses and prices are the user's alone. */
export const modelConfiguration = z.strictObject({
  $schema: z.string().optional(),
  /** Names for models; several with commas between them are tried in turn. */
  aliases: z.record(z.string().regex(/^[a-z][a-z0-9-]*$/, 'must be lower-case letters, digits and dashes'), reference).optional(),
  providers: z.partialRecord(z.enum(vendorNames), providerConfiguration).optional(),
  /** US dollars per million tokens, by `provider/model` or `provider/*`. */
  prices: z.record(reference, userPrice).optional(),
});
export type ModelConfiguration = z.infer<typeof modelConfiguration>;

/** Every problem at once, each with its place. Addresses are checked here too, so that a key never has to find out. */
export function parseModelConfiguration(data: unknown): Result<ModelConfiguration, readonly string[]> {
  const parsed = modelConfiguration.safeParse(data);
  if (!parsed.success) return err(parsed.error.issues.map(({ path, message }) => `/${path.join('/')}: ${message}`));
  const problems = Object.entries(parsed.data.providers ?? {}).flatMap(([name, { baseUrl }]) => {
    const checked = baseUrl === undefined ? ok('') : checkBaseUrl(baseUrl);
    return checked.ok ? [] : [`/providers/${name}/baseUrl: ${checked.error.message}`];
  });
  return problems.length === 0 ? ok(parsed.data) : err(problems);
}

export function toModelSettings({ aliases = {}, providers = {}, prices = {} }: ModelConfiguration): ModelSettings {
  const entries = Object.entries(providers).flatMap(([name, configuration]) => (isVendor(name) ? [{ name, ...configuration }] : []));
  const withRole = (role: ProviderConfiguration['role']): VendorName | undefined => entries.find((entry) => entry.role === role && entry.enabled !== false)?.name;
  const [provider, reviewer, secondOpinion] = [withRole('primary'), withRole('reviewer'), withRole('second-opinion')];
  return {
    aliases,
    prices,
    ...(provider && { provider }),
    roles: { ...(reviewer && { reviewer }), ...(secondOpinion && { 'second-opinion': secondOpinion }) },
    disabled: entries.filter(({ enabled }) => enabled === false).map(({ name }) => name),
    baseUrls: Object.fromEntries(entries.flatMap(({ name, baseUrl }) => (baseUrl === undefined ? [] : [[name, baseUrl]]))),
    models: Object.fromEntries(entries.flatMap(({ name, models }) => (models === undefined ? [] : [[name, definedOnly(models)]]))),
  };
}

function definedOnly(models: NonNullable<ProviderConfiguration['models']>): NonNullable<NonNullable<ModelSettings['models']>[VendorName]> {
  const { fast, balanced, deep } = models;
  return { ...(fast !== undefined && { fast }), ...(balanced !== undefined && { balanced }), ...(deep !== undefined && { deep }) };
}
