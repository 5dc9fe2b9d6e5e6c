import * as vscode from 'vscode';
import { messageOf } from '../../engine/base/messageOf.ts';
import type { Log } from '../../engine/ports/log.ts';
import { readModelConfiguration } from './configuration.ts';

/** Tells what is wrong in the settings about models as soon as they are saved, and has good ones recorded. */
export function watchModelConfiguration(log: Log, record: () => Promise<void>): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    const changed = ['aliases', 'providers', 'prices'].filter((key) => event.affectsConfiguration(`phasegate.${key}`));
    if (changed.length === 0) return;
    const parsed = readModelConfiguration();
    if (!parsed.ok) void tell(parsed.error);
    else record().catch((error: unknown) => log.warn(`The providers could not be recorded: ${messageOf(error)}`));
  });
}

async function tell(problems: readonly string[]): Promise<void> {
  const open = vscode.l10n.t('Open Settings');
  const answer = await vscode.window.showWarningMessage(vscode.l10n.t('The settings about models have mistakes, and count as empty where they have: {0}', problems.join(' · ')), open);
  if (answer === open) await vscode.commands.executeCommand('workbench.action.openSettings', 'phasegate.providers');
}
