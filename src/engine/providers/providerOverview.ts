import type { Secrets } from '../ports/secrets.ts';
import type { ModelSettings } from './catalog.ts';
import { secretNames } from './catalog.ts';
import { type Tier, type VendorName, vendorNames, vendors } from './vendors.ts';

/** One provider as a person sees it in a list. */
export interface ProviderOverview {
  readonly provider: VendorName | 'rehearsal';
  readonly label: string;
  /** `null`: needs none. */
  readonly hasKey: boolean | null;
  readonly keyVariable: string | null;
  /** `null`: nobody has said where it is. */
  readonly baseUrl: string | null;
  /** What the aliases stand for there. */
  readonly models: Readonly<Record<Tier, string>> | null;
}

/** Every provider with what is set up of it. Shows no key, only whether there is one; a secret storage that fails counts as none. */
export async function providerOverviews(secrets: Secrets, { baseUrls = {} }: ModelSettings): Promise<readonly ProviderOverview[]> {
  const ofVendors = vendorNames.map(async (provider): Promise<ProviderOverview> => {
    const { label, keyVariable, baseUrl, models } = vendors[provider];
    const key = await secrets.get(secretNames[provider]).catch(() => undefined);
    return { provider, label, hasKey: (key ?? '') !== '', keyVariable, baseUrl: (Object.hasOwn(baseUrls, provider) ? baseUrls[provider] : undefined) ?? baseUrl, models };
  });
  return [...(await Promise.all(ofVendors)), { provider: 'rehearsal', label: 'Rehearsal (offline)', hasKey: null, keyVariable: null, baseUrl: null, models: null }];
}
