import { aliasesOf, expandReference, roleAliases, splitReference, tierByAlias } from './modelReference.ts';
import { type Tier, type VendorName, vendorNames, vendors } from './vendors.ts';

/** What a person decided about who does what; it is read anew at each use, so that a change counts from the next phase on. */
export interface RouteSettings {
  /** Names of the user's own for models; they win over the built-in ones. Each stands for one model or, with commas, for several in the order to try. */
  readonly aliases?: Readonly<Record<string, string>>;
  /** Replaces every alias that nothing else defines, for example `rehearsal`. Exact `provider/model` references stay. */
  readonly defaultModel?: string;
  /** The vendor that built-in aliases lead to; unless given, the first one that has a key. */
  readonly provider?: VendorName;
  /** The vendor that the aliases `reviewer` and `second-opinion` lead to; unless given, another one that has a key. */
  readonly roles?: Readonly<Partial<Record<RoleAlias, VendorName>>>;
  /** Models by vendor and strength, in place of the built-in choice. */
  readonly models?: Readonly<Partial<Record<VendorName, Partial<Record<Tier, string>>>>>;
  /** Vendors that must not be asked. */
  readonly disabled?: readonly string[];
}

export type RoleAlias = (typeof roleAliases)[number];

export interface RoutePorts {
  readonly settings: RouteSettings;
  readonly hasKey: (vendor: VendorName) => Promise<boolean>;
}

/** The exact references that one stands for, in the order to try; at least one. */
export async function routesOf(reference: string, { settings, hasKey }: RoutePorts): Promise<readonly string[]> {
  const withKey = await vendorsWithKey(settings, hasKey);
  const primary = settings.provider ?? withKey[0] ?? 'anthropic';
  const other = withKey.find((name) => name !== primary) ?? primary;
  const tiers = aliasesOf(primary, settings.models);
  const builtIn = (name: string): string | undefined => {
    if (Object.hasOwn(tierByAlias, name)) return settings.defaultModel ?? tiers[name];
    const role = roleAliases.find((alias) => alias === name);
    return role && (settings.defaultModel ?? settings.roles?.[role] ?? other);
  };
  return expandReference(reference, (name) => own(settings.aliases, name) ?? builtIn(name));
}

/** What a vendor's bare name, or one of its tiers, stands for. */
export function modelOfTier(vendor: VendorName, tier: Tier, settings: RouteSettings): string | undefined {
  return settings.models?.[vendor]?.[tier] ?? vendors[vendor].models?.[tier];
}

export function isDisabled(reference: string, { disabled = [] }: RouteSettings): boolean {
  return disabled.includes(splitReference(reference)[0]);
}

async function vendorsWithKey(settings: RouteSettings, hasKey: RoutePorts['hasKey']): Promise<readonly VendorName[]> {
  const found: VendorName[] = [];
  for (const name of vendorNames) {
    const isUsable = modelOfTier(name, 'balanced', settings) !== undefined && !isDisabled(name, settings);
    if (isUsable && (await hasKey(name))) found.push(name);
  }
  return found;
}

function own(record: Readonly<Record<string, string>> | undefined, name: string): string | undefined {
  return record !== undefined && Object.hasOwn(record, name) ? record[name] : undefined;
}
