import type { Secrets } from '../ports/secrets.ts';
import type { ModelSettings } from './catalog.ts';
import { secretNames } from './catalog.ts';
import { isDisabled, modelOfTier } from './modelRoutes.ts';
import { type Tier, type VendorName, vendorNames, vendors } from './vendors.ts';

/** One provider as a person sees it in a list. */
export interface ProviderOverview {
  readonly provider: VendorName | 'rehearsal';
  readonly label: string;
  /** `null`: needs none. */
  readonly hasKey: boolean | null;
  readonly keyVariable: string | null;
  /** A provider that is switched off is never asked. */
  readonly isEnabled: boolean;
  readonly role: 'primary' | 'reviewer' | 'second-opinion' | null;
  /** `null`: nobody has said where it is. */
  readonly baseUrl: string | null;
  /** What the aliases stand for there; `null` where nobody has said. */
  readonly models: Readonly<Partial<Record<Tier, string>>> | null;
}

/** Every provider with what is set up of it. Shows no key, only whether there is one; a secret storage that fails counts as none. */
export async function providerOverviews(secrets: Secrets, settings: ModelSettings): Promise<readonly ProviderOverview[]> {
  const { baseUrls = {} } = settings;
  const ofVendors = vendorNames.map(async (provider): Promise<ProviderOverview> => {
    const { label, keyVariable, baseUrl } = vendors[provider];
    const key = await secrets.get(secretNames[provider]).catch(() => undefined);
    return {
      provider, label, keyVariable,
      hasKey: (key ?? '') !== '',
      isEnabled: !isDisabled(provider, settings),
      role: roleOf(provider, settings),
      baseUrl: (Object.hasOwn(baseUrls, provider) ? baseUrls[provider] : undefined) ?? baseUrl,
      models: modelsOf(provider, settings),
    };
  });
  return [...(await Promise.all(ofVendors)), { provider: 'rehearsal', label: 'Rehearsal (offline)', hasKey: null, keyVariable: null, isEnabled: true, role: null, baseUrl: null, models: null }];
}

function roleOf(vendor: VendorName, { provider, roles = {} }: ModelSettings): ProviderOverview['role'] {
  if (provider === vendor) return 'primary';
  if (roles.reviewer === vendor) return 'reviewer';
  return roles['second-opinion'] === vendor ? 'second-opinion' : null;
}

function modelsOf(vendor: VendorName, settings: ModelSettings): ProviderOverview['models'] {
  const tiers: readonly Tier[] = ['fast', 'balanced', 'deep'];
  const found = tiers.flatMap((tier) => {
    const model = modelOfTier(vendor, tier, settings);
    return model === undefined ? [] : [[tier, model] as const];
  });
  return found.length === 0 ? null : Object.fromEntries(found);
}
