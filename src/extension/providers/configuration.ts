import * as vscode from 'vscode';
import { ok, type Result } from '../../engine/base/result.ts';
import { type ModelConfiguration, parseModelConfiguration, type ProviderConfiguration } from '../../engine/providers/modelConfiguration.ts';
import type { VendorName } from '../../engine/providers/vendors.ts';

/** The settings that say who does what. Each has application scope: nothing in a workspace can send a key elsewhere. */
const keys = ['aliases', 'providers', 'prices'] as const;

/** Every problem of the settings, each with its place, or what they say. */
export function readModelConfiguration(): Result<ModelConfiguration, readonly string[]> {
  const configuration = vscode.workspace.getConfiguration('phasegate');
  const parsed = keys.map((key) => parseModelConfiguration({ [key]: configuration.get(key) ?? {} }));
  const problems = parsed.flatMap((result) => (result.ok ? [] : result.error));
  return problems.length > 0 ? { ok: false, error: problems } : ok(merged(parsed));
}

/** What of the settings can be used: a setting with a mistake counts as empty, so that no run asks whom it must not. */
export function usableModelConfiguration(): ModelConfiguration {
  const configuration = vscode.workspace.getConfiguration('phasegate');
  return merged(keys.map((key) => parseModelConfiguration({ [key]: configuration.get(key) ?? {} })));
}

function merged(parsed: readonly Result<ModelConfiguration, readonly string[]>[]): ModelConfiguration {
  return Object.assign({}, ...parsed.map((result) => (result.ok ? result.value : {}))) as ModelConfiguration;
}

/** Changes the user's own settings; `undefined` takes a value back. */
export async function changeProvider(name: VendorName, change: { readonly [K in keyof ProviderConfiguration]?: ProviderConfiguration[K] | undefined }): Promise<void> {
  const configuration = vscode.workspace.getConfiguration('phasegate');
  const all = configuration.get<Record<string, object>>('providers') ?? {};
  const changed = Object.fromEntries(Object.entries({ ...all[name], ...change }).filter(([, value]) => value !== undefined));
  const others = Object.entries(all).filter(([other]) => other !== name).map(([other, value]) => [other, withoutRole(value, change.role)] as const);
  await configuration.update('providers', Object.fromEntries([...others, ...(Object.keys(changed).length > 0 ? [[name, changed]] : [])]), vscode.ConfigurationTarget.Global);
}

/** A role belongs to one provider. */
function withoutRole(value: object, taken: ProviderConfiguration['role']): object {
  return Object.fromEntries(Object.entries(value).filter(([key, role]) => taken === undefined || key !== 'role' || role !== taken));
}
