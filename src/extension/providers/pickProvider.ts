import * as vscode from 'vscode';
import { type ProviderOverview, providerOverviews } from '../../engine/providers/providerOverview.ts';
import { isVendor, type VendorName, vendors } from '../../engine/providers/vendors.ts';
import { keyRing } from '../host/secrets.ts';
import { modelSettings } from '../settings.ts';

interface ProviderItem extends vscode.QuickPickItem {
  readonly provider: VendorName;
}

export async function pickProvider(context: vscode.ExtensionContext, placeHolder: string): Promise<VendorName | undefined> {
  const rows = await overviewsOf(context);
  const items = rows.flatMap((row): readonly ProviderItem[] => (isVendor(row.provider) ? [{ label: row.label, description: describeProvider(row), provider: row.provider }] : []));
  return (await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Providers'), placeHolder, matchOnDescription: true }))?.provider;
}

export function overviewsOf({ secrets }: vscode.ExtensionContext): Promise<readonly ProviderOverview[]> {
  return providerOverviews(keyRing(secrets), modelSettings()());
}

export function describeProvider({ hasKey, isEnabled, role, baseUrl, provider }: ProviderOverview): string {
  const parts = [
    isEnabled ? '' : vscode.l10n.t('off'),
    hasKey === true ? vscode.l10n.t('key stored') : vscode.l10n.t('no key'),
    role === null ? '' : roleNames[role],
    isVendor(provider) && vendors[provider].baseUrl === baseUrl ? '' : (baseUrl ?? vscode.l10n.t('no address')),
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

export const roleNames = { primary: vscode.l10n.t('primary'), reviewer: vscode.l10n.t('reviewer'), 'second-opinion': vscode.l10n.t('second opinion') };
