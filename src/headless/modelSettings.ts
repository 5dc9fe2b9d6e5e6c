import type { ModelSettings } from '../engine/providers/catalog.ts';
import { toModelSettings } from '../engine/providers/modelConfiguration.ts';
import { splitReference } from '../engine/providers/modelReference.ts';
import { isVendor, vendorNames } from '../engine/providers/vendors.ts';
import { badUsage } from './exit.ts';
import { readModelFile } from './modelFile.ts';
import type { Options } from './options.ts';

/** The user's `models.json`; an address on the command line wins. One without a provider belongs to those that `--model` names; where it names none, to all. */
export function modelSettings({ baseUrls, model }: Pick<Options, 'baseUrls' | 'model'>): ModelSettings {
  const named = (model ?? '').split(',').map((reference) => splitReference(reference.trim())[0]).filter(isVendor);
  const settings = toModelSettings(readModelFile());
  const given = baseUrls.flatMap((text) => {
    const [, provider, url] = /^([a-z-]+)=(.*)$/.exec(text) ?? [];
    if (provider === undefined || url === undefined) return (named.length > 0 ? named : vendorNames).map((name) => [name, text]);
    if (!isVendor(provider)) throw badUsage(`--base-url: there is no provider "${provider}". Known: ${vendorNames.join(', ')}.`);
    return [[provider, url]];
  });
  return { ...settings, baseUrls: { ...settings.baseUrls, ...Object.fromEntries(given) } };
}
