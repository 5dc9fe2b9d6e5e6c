import type { ProviderId } from '../../engine/model/ids.ts';
import type { JsonObject } from '../../engine/model/json.ts';
import type { ProviderStore } from '../../engine/ports/store.ts';
import type { ModelConfiguration } from '../../engine/providers/modelConfiguration.ts';
import { vendorNames } from '../../engine/providers/vendors.ts';

/** Keeps, beside the runs, how each provider was set up: never its key. */
export async function recordProviders(store: ProviderStore, { providers = {} }: ModelConfiguration): Promise<void> {
  for (const kind of vendorNames) {
    const { role = 'primary', enabled = true, baseUrl, models } = providers[kind] ?? {};
    const config: JsonObject = { ...(baseUrl !== undefined && { baseUrl }), ...(models && { models: Object.fromEntries(Object.entries(models).flatMap(([tier, model]) => (model === undefined ? [] : [[tier, model]]))) }) };
    await store.saveProvider({ id: kind as ProviderId, kind, role, isEnabled: enabled, config });
  }
}
