import * as vscode from 'vscode';
import { checkBaseUrl } from '../../engine/providers/baseUrl.ts';
import type { ProviderOverview } from '../../engine/providers/providerOverview.ts';
import { isVendor, type Tier, type VendorName, vendors } from '../../engine/providers/vendors.ts';
import type { Handler } from '../commands/commandScope.ts';
import { askKey } from './askKey.ts';
import { changeProvider, usableModelConfiguration } from './configuration.ts';
import { describeProvider, overviewsOf, pickProvider, roleNames } from './pickProvider.ts';
import { testConnection } from './testConnection.ts';

/** A list of providers, and for each what can be done about it. Needs no folder and no engine. */
export const manageProviders: Handler = async (scope, [asked]) => {
  const provider = typeof asked === 'string' && isVendor(asked) ? asked : await pickProvider(scope.context, vscode.l10n.t('Which provider?'));
  if (provider === undefined) return;
  const overview = (await overviewsOf(scope.context)).find((row) => row.provider === provider);
  if (!overview) return;
  const action = await vscode.window.showQuickPick(actionsFor(provider, overview), { title: overview.label, placeHolder: describeProvider(overview) });
  await action?.perform(scope.context);
};

interface Action extends vscode.QuickPickItem {
  readonly perform: (context: vscode.ExtensionContext) => Promise<void>;
}

function actionsFor(provider: VendorName, { isEnabled, hasKey }: ProviderOverview): readonly Action[] {
  return [
    { label: vscode.l10n.t('$(key) Set API Key …'), description: hasKey === true ? vscode.l10n.t('one is stored') : '', perform: (context) => askKey(context, provider) },
    { label: vscode.l10n.t('$(plug) Test Connection'), description: vscode.l10n.t('asks one short, billed question'), perform: (context) => testConnection(context, provider) },
    { label: isEnabled ? vscode.l10n.t('$(circle-slash) Switch Off') : vscode.l10n.t('$(check) Switch On'), perform: () => changeProvider(provider, { enabled: isEnabled ? false : undefined }) },
    { label: vscode.l10n.t('$(account) Role …'), perform: () => askRole(provider) },
    { label: vscode.l10n.t('$(globe) Address …'), perform: () => askAddress(provider) },
    { label: vscode.l10n.t('$(symbol-parameter) Default Models …'), perform: () => askModels(provider) },
  ];
}

async function askRole(provider: VendorName): Promise<void> {
  const items = [
    { label: roleNames.primary, description: vscode.l10n.t('does the work where a phase names no provider'), role: 'primary' as const },
    { label: roleNames.reviewer, description: vscode.l10n.t('what templates call "reviewer"'), role: 'reviewer' as const },
    { label: roleNames['second-opinion'], description: vscode.l10n.t('what templates call "second-opinion"'), role: 'second-opinion' as const },
    { label: vscode.l10n.t('none'), role: undefined },
  ];
  const picked = await vscode.window.showQuickPick(items, { title: vendors[provider].label, placeHolder: vscode.l10n.t('What is it for?') });
  if (picked) await changeProvider(provider, { role: picked.role });
}

async function askAddress(provider: VendorName): Promise<void> {
  const usual = vendors[provider].baseUrl;
  const value = await vscode.window.showInputBox({
    title: vendors[provider].label,
    prompt: vscode.l10n.t('Where its API is: https, or http on this machine. The API key is sent there.'),
    value: usableModelConfiguration().providers?.[provider]?.baseUrl ?? '',
    placeHolder: usual ?? 'http://127.0.0.1:11434/v1',
    validateInput: addressProblem,
  });
  if (value !== undefined) await changeProvider(provider, { baseUrl: value.trim() === '' ? undefined : value.trim() });
}

export function addressProblem(text: string): string | undefined {
  const checked = text.trim() === '' ? null : checkBaseUrl(text.trim());
  return checked === null || checked.ok ? undefined : checked.error.message;
}

async function askModels(provider: VendorName): Promise<void> {
  const chosen = usableModelConfiguration().providers?.[provider]?.models ?? {};
  const builtIn = vendors[provider].models;
  const tiers: readonly Tier[] = ['fast', 'balanced', 'deep'];
  const items = tiers.map((tier) => ({ label: tier, description: chosen[tier] ?? builtIn?.[tier] ?? vscode.l10n.t('none'), tier }));
  const picked = await vscode.window.showQuickPick(items, { title: vendors[provider].label, placeHolder: vscode.l10n.t('For which strength?') });
  if (!picked) return;
  const { tier } = picked;
  const value = await vscode.window.showInputBox({
    title: `${vendors[provider].label}: ${tier}`,
    prompt: vscode.l10n.t('The model, as the provider names it; empty for the usual one.'),
    value: chosen[tier] ?? '',
    ...(builtIn && { placeHolder: builtIn[tier] }),
    validateInput: (text) => (/\s/.test(text.trim()) ? vscode.l10n.t('A model has no spaces in its name.') : undefined),
  });
  if (value === undefined) return;
  const { [tier]: _, ...others } = chosen;
  const models = { ...others, ...(value.trim() !== '' && { [tier]: value.trim() }) };
  await changeProvider(provider, { models: Object.keys(models).length > 0 ? models : undefined });
}
