import * as vscode from 'vscode';
import { languageModels } from '../../engine/providers/catalog.ts';
import { diagnose, type Diagnosis, troubleOf } from '../../engine/providers/diagnosis.ts';
import { type VendorName, vendors } from '../../engine/providers/vendors.ts';
import { keyRing } from '../host/secrets.ts';
import { modelSettings } from '../settings.ts';

/** Asks the provider one short thing, tells what came of it, and offers what helps. Can be cancelled. */
export async function testConnection(context: vscode.ExtensionContext, provider: VendorName): Promise<void> {
  const title = vscode.l10n.t('Testing {0} …', vendors[provider].label);
  const diagnosis = await vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title, cancellable: true }, (_, token) => {
    const control = new AbortController();
    token.onCancellationRequested(() => control.abort());
    return diagnoseProvider(context, provider, control.signal);
  });
  await tell(provider, diagnosis);
}

export async function diagnoseProvider({ secrets }: vscode.ExtensionContext, provider: VendorName, signal: AbortSignal): Promise<Diagnosis> {
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const model = await languageModels({ secrets: keyRing(secrets), settings: modelSettings(), log }).resolve(provider);
  if (model.ok) return diagnose(model.value, signal);
  return model.error.kind === 'bad-input' ? { ok: false, trouble: 'address', failure: model.error } : troubleOf(model.error);
}

async function tell(provider: VendorName, diagnosis: Diagnosis): Promise<void> {
  if (diagnosis.ok) {
    const note = diagnosis.callsTools ? '' : vscode.l10n.t(' But it did not call the tool it was asked to: phases may fail for want of an artifact.');
    void vscode.window.showInformationMessage(vscode.l10n.t('{0} works ({1}, {2} ms).', vendors[provider].label, diagnosis.model, String(diagnosis.durationMs)) + note);
    return;
  }
  if (diagnosis.failure.kind === 'cancelled') return;
  const [label, command] = remedyFor(diagnosis);
  const answer = await vscode.window.showErrorMessage(`${troubleNames[diagnosis.trouble]}: ${diagnosis.failure.message}`, label);
  if (answer === label) await vscode.commands.executeCommand(command, provider);
}

const troubleNames = {
  key: vscode.l10n.t('The key'),
  network: vscode.l10n.t('The network'),
  quota: vscode.l10n.t('The quota'),
  model: vscode.l10n.t('The model'),
  address: vscode.l10n.t('The address'),
  vendor: vscode.l10n.t('The provider'),
  request: vscode.l10n.t('The request'),
};

function remedyFor({ trouble }: Extract<Diagnosis, { ok: false }>): readonly [label: string, command: string] {
  return trouble === 'key' ? [vscode.l10n.t('Set API Key'), 'phasegate.setApiKey'] : [vscode.l10n.t('Manage Provider'), 'phasegate.manageProviders'];
}
