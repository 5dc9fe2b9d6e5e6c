import type { ModelSettings } from '../engine/providers/catalog.ts';
import { splitReference } from '../engine/providers/modelReference.ts';
import { isVendor, vendorNames } from '../engine/providers/vendors.ts';
import { badUsage } from './exit.ts';
import type { Options } from './options.ts';

/** An address without a provider belongs to the one that `--model` names; where it names none, to all. */
export function modelSettings({ baseUrls, model }: Pick<Options, 'baseUrls' | 'model'>): ModelSettings {
  const [named = ''] = model === null ? [] : splitReference(model);
  return { baseUrls: Object.fromEntries(baseUrls.flatMap((text) => {
    const [, provider, url] = /^([a-z-]+)=(.*)$/.exec(text) ?? [];
    if (provider === undefined || url === undefined) return (isVendor(named) ? [named] : vendorNames).map((name) => [name, text]);
    if (!isVendor(provider)) throw badUsage(`--base-url: there is no provider "${provider}". Known: ${vendorNames.join(', ')}.`);
    return [[provider, url]];
  })) };
}
