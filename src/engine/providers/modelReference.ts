import { type Tier, type VendorName, vendors } from './vendors.ts';

/** Names for models that do not say whose: what templates use. The tiers of one vendor stand for the same strength at any other. */
export const tierByAlias: Readonly<Record<string, Tier>> = { fast: 'fast', balanced: 'balanced', deep: 'deep', haiku: 'fast', sonnet: 'balanced', opus: 'deep' };

/** What the aliases lead to at one vendor. */
export function aliasesOf(vendor: VendorName): Readonly<Record<string, string>> {
  const { models } = vendors[vendor];
  return models === null ? {} : Object.fromEntries(Object.entries(tierByAlias).map(([alias, tier]) => [alias, `${vendor}/${models[tier]}`]));
}

/** Follows names that stand for others, at most a few steps so that a circle ends. */
export function followAliases(reference: string, next: (name: string) => string | undefined): string {
  let current = reference;
  for (let step = 0; step < 5; step += 1) {
    const found = next(current);
    if (found === undefined || found === current) return current;
    current = found;
  }
  return current;
}

/** `anthropic/claude-x` names a model, `anthropic` the provider's default. */
export function splitReference(reference: string): readonly [provider: string, model: string | undefined] {
  const slash = reference.indexOf('/');
  if (slash < 0) return [reference, undefined];
  const model = reference.slice(slash + 1);
  return [reference.slice(0, slash), model === '' ? undefined : model];
}
