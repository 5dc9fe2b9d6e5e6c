import * as vscode from 'vscode';
import type { LossWindow } from '../../engine/ports/store.ts';
import { checkStore, type StoreReport } from '../../engine/storage/recovery/checkStore.ts';
import { restoreStore as restoreIn } from '../../engine/storage/recovery/restoreStore.ts';
import { canonicalFolder, storeOptions } from '../storePlace.ts';
import { shownTime } from '../views/shownTime.ts';
import type { Handler } from './commandScope.ts';

/** Puts the last good copy of a damaged store in its place, after the person saw what that loses. Commands stay callable everywhere, so it looks first. */
export const restoreStore: Handler = async ({ session, context }) => {
  const folder = vscode.workspace.workspaceFolders?.[0];
  if (!folder || !vscode.workspace.isTrusted) return;
  const options = storeOptions(context, await canonicalFolder(folder));
  const report = await withProgress(vscode.l10n.t('Reading the store through …'), () => checkStore(options));
  const { goodCopy, loss } = report;
  if ((report.status !== 'damaged' && report.status !== 'absent') || !goodCopy || !loss) return void vscode.window.showInformationMessage(whyNot(report));
  const go = vscode.l10n.t('Restore');
  const question = vscode.l10n.t('Put the good copy of {0} in the place of the damaged store?', shownTime(goodCopy.takenAt, 'second'));
  if ((await vscode.window.showWarningMessage(question, { modal: true, detail: `${lossText(loss)}\n\n${afterwards()}` }, go)) !== go) return;
  await session.close();
  const restored = await withProgress(vscode.l10n.t('Restoring …'), () => restoreIn(options));
  await session.tryAgain();
  if (!restored.ok) return void vscode.window.showErrorMessage(restored.error.message);
  const { quarantined: [kept] } = restored.value;
  const message = vscode.l10n.t('The good copy of {0} is in place. The damaged files are kept.', shownTime(goodCopy.takenAt, 'second'));
  const show = vscode.l10n.t('Show Damaged File');
  if ((await vscode.window.showInformationMessage(message, ...(kept === undefined ? [] : [show]))) === show && kept !== undefined) await vscode.commands.executeCommand('revealFileInOS', vscode.Uri.file(kept));
};

function withProgress<T>(title: string, work: () => Promise<T>): Thenable<T> {
  return vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title }, work);
}

function whyNot({ status, problems, goodCopy }: StoreReport): string {
  if (status === 'sound') return vscode.l10n.t('The store is sound; there is nothing to restore.');
  if (status === 'incomplete') return vscode.l10n.t('The database is sound. What is missing beside it, no copy brings back: {0}', problems[0] ?? '');
  return goodCopy === null ? vscode.l10n.t('There is no good copy of this store.') : problems.join(' ');
}

function lossText({ from, until, runs }: LossWindow): string {
  const between = vscode.l10n.t('What was recorded between {0} and {1} is lost.', shownTime(from, 'second'), shownTime(until, 'second'));
  if (runs === null) return vscode.l10n.t('{0} The damaged file does not tell what that was.', between);
  if (runs.length === 0) return vscode.l10n.t('The copy holds every fact that the damaged file still tells of.');
  const facts = runs.reduce((sum, { lostFacts }) => sum + lostFacts, 0);
  return vscode.l10n.t('{0} That is {1} facts of {2} runs.', between, String(facts), String(runs.length));
}

function afterwards(): string {
  return vscode.l10n.t('The damaged files are kept. Runs that were under way come back paused; the files of the workspace stay as they are.');
}
