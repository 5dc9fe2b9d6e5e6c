import * as vscode from 'vscode';
import { secretNames } from '../../engine/providers/catalog.ts';
import type { Composition } from '../compose.ts';
import { changeSetting, readSettings } from '../settings.ts';
import type { CommandScope } from './commandScope.ts';
import { setApiKey } from './modelCommands.ts';

/** Before a run fails for want of a key: offers to set one, or to rehearse without. Answers whether there is something to run on. */
export async function ensureModel({ keys }: Composition, scope: CommandScope): Promise<boolean> {
  if (readSettings().model.startsWith('rehearsal') || (await hasKey(keys))) return true;
  const [set, rehearse] = [vscode.l10n.t('Set API Key'), vscode.l10n.t('Rehearse Offline')];
  const detail = vscode.l10n.t('The offline rehearsal model walks through the whole workflow without a key and without cost; it makes small, sensible changes only.');
  const answer = await vscode.window.showInformationMessage(vscode.l10n.t('There is no Anthropic API key yet.'), { modal: true, detail }, rehearse, set);
  if (answer === rehearse) await changeSetting('model', 'rehearsal');
  if (answer === set) await setApiKey(scope, []);
  return answer === rehearse || (answer === set && hasKey(keys));
}

/** A storage that fails is as good as no key. */
function hasKey(keys: Composition['keys']): Promise<boolean> {
  return keys.get(secretNames.anthropic).then((key) => Boolean(key), () => false);
}
