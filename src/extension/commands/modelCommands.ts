import * as vscode from 'vscode';
import { isVendor } from '../../engine/providers/vendors.ts';
import { askKey } from '../providers/askKey.ts';
import { pickProvider } from '../providers/pickProvider.ts';
import { testConnection } from '../providers/testConnection.ts';
import type { Composition } from '../compose.ts';
import { changeSetting, modelForRun, readSettings } from '../settings.ts';
import { askModel } from './askModel.ts';
import type { Handler } from './commandScope.ts';

/** Needs no folder and no engine. */
export const chooseModel: Handler = async ({ session }) => {
  const model = await askModel(vscode.l10n.t('Model for new runs, and for the phases to come of the run that is shown'), readSettings().model);
  if (model === undefined) return;
  await changeSetting('model', model);
  const { situation } = session;
  if (situation.status === 'open' && !situation.composition.isReadOnly) await changeShownRun(situation.composition);
};

async function changeShownRun({ engine, focus }: Composition): Promise<void> {
  const { state } = focus;
  if (!state || state.situation.status === 'completed' || state.situation.status === 'cancelled') return;
  const model = modelForRun(readSettings());
  if (model !== state.model) await engine.send(state.id, { type: 'set-model', model });
}

/** Of the provider that is named, or picked. */
export const setApiKey: Handler = async ({ context }, [asked]) => {
  const provider = typeof asked === 'string' && isVendor(asked) ? asked : await pickProvider(context, vscode.l10n.t('Whose key?'));
  if (provider !== undefined) await askKey(context, provider);
};

export const testProvider: Handler = async ({ context }, [asked]) => {
  const provider = typeof asked === 'string' && isVendor(asked) ? asked : await pickProvider(context, vscode.l10n.t('Which provider? One short question is asked, and billed.'));
  if (provider !== undefined) await testConnection(context, provider);
};
