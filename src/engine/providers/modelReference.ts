import { type Tier, type VendorName, vendors } from './vendors.ts';

/** Names for models that do not say whose: what templates use. The tiers of one vendor stand for the same strength at any other. */
export const tierByAlias: Readonly<Record<string, Tier>> = { fast: 'fast', balanced: 'balanced', deep: 'deep', haiku: 'fast', sonnet: 'balanced', opus: 'deep' };

/** Names for whoever looks at the work of the others. */
export const roleAliases = ['reviewer', 'second-opinion'] as const;

/** What the aliases lead to at one vendor. */
export function aliasesOf(vendor: VendorName, chosen: Readonly<Partial<Record<VendorName, Partial<Record<Tier, string>>>>> = {}): Readonly<Record<string, string>> {
  const { models } = vendors[vendor];
  return Object.fromEntries(Object.entries(tierByAlias).flatMap(([alias, tier]) => {
    const model = chosen[vendor]?.[tier] ?? models?.[tier];
    return model === undefined ? [] : [[alias, `${vendor}/${model}`]];
  }));
}

/** Names may stand for others only so far, so that a circle ends. */
const longestWay = 5;

/** Follows names that stand for others; with commas between them, several in the order to try. Each once. */
export function expandReference(reference: string, next: (name: string) => string | undefined, steps = longestWay): readonly string[] {
  const names = reference.split(',').map((name) => name.trim()).filter((name, _, all) => name !== '' || all.length === 1);
  return [...new Set(names.flatMap((name) => {
    const found = steps === 0 ? undefined : next(name);
    return found === undefined || found === name ? [name] : expandReference(found, next, steps - 1);
  }))];
}

/** `anthropic/claude-x` names a model, `anthropic` the provider's default. */
export function splitReference(reference: string): readonly [provider: string, model: string | undefined] {
  const slash = reference.indexOf('/');
  if (slash < 0) return [reference, undefined];
  const model = reference.slice(slash + 1);
  return [reference.slice(0, slash), model === '' ? undefined : model];
}
