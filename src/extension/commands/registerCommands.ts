import * as vscode from 'vscode';
import type { Session } from '../session.ts';
import { commandIds } from './commandIds.ts';

/** Registers the names at once; what they do loads with the first one that runs. */
export function registerCommands(session: Session, context: vscode.ExtensionContext, log: vscode.LogOutputChannel): vscode.Disposable {
  const registered = commandIds.map((id) => vscode.commands.registerCommand(`phasegate.${id}`, async (...args: readonly unknown[]) => {
    try {
      const { handlers } = await import('./handlers.ts');
      await handlers[id]({ session, context }, args);
    } catch (error) {
      log.error(error instanceof Error ? error : String(error));
      void vscode.window.showErrorMessage(vscode.l10n.t('Phasegate: {0}', error instanceof Error ? error.message : String(error)));
    }
  }));
  return vscode.Disposable.from(...registered, vscode.commands.registerCommand('phasegate.showLog', () => log.show()));
}
