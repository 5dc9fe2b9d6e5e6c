import * as vscode from 'vscode';
import { secretNames } from '../../engine/providers/catalog.ts';
import { type VendorName, vendors } from '../../engine/providers/vendors.ts';
import { keyRing } from '../host/secrets.ts';

/** How long the status bar says what became of a key: nobody has to do anything about it. */
const saidMs = 5_000;

/** The key goes to SecretStorage; an empty answer to a key that is there removes it. */
export async function askKey({ secrets }: vscode.ExtensionContext, provider: VendorName): Promise<void> {
  const keys = keyRing(secrets);
  const { label } = vendors[provider];
  const name = secretNames[provider];
  const isSet = (await keys.get(name)) !== undefined;
  const value = await vscode.window.showInputBox({
    title: vscode.l10n.t('{0} API key', label),
    prompt: isSet ? vscode.l10n.t('A key is stored. A new one replaces it; an empty answer removes it.') : vscode.l10n.t('It is kept in the editor\'s secret storage and sent to {0} only.', label),
    password: true,
    ignoreFocusOut: true,
    validateInput: (text) => (/\s/.test(text.trim()) ? vscode.l10n.t('A key has no spaces.') : undefined),
  });
  if (value === undefined) return;
  if (value.trim() !== '') await keys.store(name, value.trim());
  else if (isSet) await keys.remove(name);
  else return;
  vscode.window.setStatusBarMessage(value.trim() === '' ? vscode.l10n.t('The {0} API key was removed.', label) : vscode.l10n.t('The {0} API key was stored.', label), saidMs);
}
