import * as vscode from 'vscode';
import type { StoreProblem } from '../../engine/ports/store.ts';
import { shownTime } from './shownTime.ts';

/** Tells once that the store is damaged, with the way to its last good copy where there is one. */
export async function tellOfDamage(problem: Extract<StoreProblem, { type: 'corrupt' }>): Promise<void> {
  const [restore, log] = [vscode.l10n.t('Restore Good Copy …'), vscode.l10n.t('Show Log')];
  const damaged = vscode.l10n.t("The database of this workspace's projects is damaged. It is left as it is.");
  const answer = problem.goodCopyAt === undefined
    ? await vscode.window.showErrorMessage(damaged, log)
    : await vscode.window.showErrorMessage(`${damaged} ${vscode.l10n.t('A good copy of {0} can take its place.', shownTime(problem.goodCopyAt, 'second'))}`, restore, log);
  if (answer === restore) await vscode.commands.executeCommand('phasegate.restoreStore');
  if (answer === log) await vscode.commands.executeCommand('phasegate.showLog');
}
