import * as vscode from 'vscode';
import { secretNames } from '../../engine/providers/catalog.ts';
import { splitReference } from '../../engine/providers/modelReference.ts';
import { isVendor, type VendorName, vendors } from '../../engine/providers/vendors.ts';
import type { Composition } from '../compose.ts';
import { changeSetting, readSettings } from '../settings.ts';
import type { CommandScope } from './commandScope.ts';
import { chooseModel, setApiKey } from './modelCommands.ts';

type Lack =
  /** `provider` is `null` where any provider's key would do. */
  | { readonly type: 'key'; readonly provider: VendorName | null }
  | { readonly type: 'model'; readonly message: string };

/** Before a run fails for want of a model: offers to set a key, to choose another model, or to rehearse without. Answers whether there is something to run on. */
export async function ensureModel(composition: Composition, scope: CommandScope): Promise<boolean> {
  const lack = await lackOf(composition);
  if (lack === null) return true;
  const [help, rehearse] = [lack.type === 'key' ? vscode.l10n.t('Set API Key') : vscode.l10n.t('Choose Model'), vscode.l10n.t('Rehearse Offline')];
  const detail = vscode.l10n.t('The offline rehearsal model walks through the whole workflow without a key and without cost; it makes small, sensible changes only.');
  const answer = await vscode.window.showInformationMessage(messageFor(lack), { modal: true, detail }, rehearse, help);
  if (answer === rehearse) await changeSetting('model', 'rehearsal');
  if (answer === help) await (lack.type === 'key' ? setApiKey(scope, [lack.provider]) : chooseModel(scope, []));
  return answer === rehearse || (answer === help && (await lackOf(composition)) === null);
}

/** What is in the way of the model that runs use; `null` for nothing. */
async function lackOf({ models, keys }: Composition): Promise<Lack | null> {
  const found = await models.resolve(readSettings().model);
  if (!found.ok) return found.error.kind === 'auth' ? { type: 'key', provider: null } : { type: 'model', message: found.error.message };
  const [provider] = splitReference(found.value.id);
  if (!isVendor(provider) || provider === 'openai-compatible') return null;
  // A storage that fails is as good as no key.
  const key = await keys.get(secretNames[provider]).catch(() => undefined);
  return key ? null : { type: 'key', provider };
}

function messageFor(lack: Lack): string {
  if (lack.type === 'model') return lack.message;
  return lack.provider === null ? vscode.l10n.t('There is no API key yet.') : vscode.l10n.t('There is no {0} API key yet.', vendors[lack.provider].label);
}
