import * as vscode from 'vscode';
import { secretNames } from '../../engine/providers/catalog.ts';
import { keyRing } from '../host/secrets.ts';
import { changeSetting, readSettings } from '../settings.ts';
import { askModel } from './askModel.ts';
import type { Handler } from './commandScope.ts';

/** Needs no folder and no engine. */
export const chooseModel: Handler = async () => {
  const model = await askModel(vscode.l10n.t('Model for new runs'), readSettings().model);
  if (model !== undefined) await changeSetting('model', model);
};

/** The key goes to SecretStorage; an empty answer to a key that is there removes it. */
export const setApiKey: Handler = async ({ context }) => {
  const keys = keyRing(context.secrets);
  const name = secretNames.anthropic;
  const isSet = (await keys.get(name)) !== undefined;
  const value = await vscode.window.showInputBox({
    title: vscode.l10n.t('Anthropic API key'),
    prompt: isSet ? vscode.l10n.t('A key is stored. A new one replaces it; an empty answer removes it.') : vscode.l10n.t('It is kept in the editor\'s secret storage and sent to Anthropic only.'),
    password: true,
    ignoreFocusOut: true,
    validateInput: (text) => (/\s/.test(text.trim()) ? vscode.l10n.t('A key has no spaces.') : undefined),
  });
  if (value === undefined) return;
  if (value.trim() !== '') await keys.store(name, value.trim());
  else if (isSet) await keys.remove(name);
  else return;
  void vscode.window.showInformationMessage(value.trim() === '' ? vscode.l10n.t('The Anthropic API key was removed.') : vscode.l10n.t('The Anthropic API key was stored.'));
};
