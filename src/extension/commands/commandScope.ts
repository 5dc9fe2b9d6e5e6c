import * as vscode from 'vscode';
import type { Composition } from '../compose.ts';
import type { Session } from '../session.ts';

export interface CommandScope {
  readonly session: Session;
  readonly context: vscode.ExtensionContext;
}

export type Handler = (scope: CommandScope, args: readonly unknown[]) => Promise<void>;

/** A handler that needs the engine. Commands stay callable in untrusted workspaces, so trust is checked here, every time. */
export function withEngine(work: (composition: Composition, args: readonly unknown[], scope: CommandScope) => Promise<void>): Handler {
  return async (scope, args) => {
    const composition = await engineOf(scope.session);
    if (composition) await work(composition, args, scope);
  };
}

/** As `withEngine`, for what changes something: a window that only looks on says so. */
export function withOwnEngine(work: (composition: Composition, args: readonly unknown[], scope: CommandScope) => Promise<void>): Handler {
  return withEngine(async (composition, args, scope) => {
    if (!composition.isReadOnly) return work(composition, args, scope);
    if (composition.problem?.type === 'corrupt') return say(vscode.l10n.t('What you see is the last good copy of a damaged store. Restore it, then go on.'), vscode.l10n.t('Restore Good Copy …'), 'phasegate.restoreStore');
    void vscode.window.showWarningMessage(vscode.l10n.t('Another window owns the projects of this workspace. Go on there, or close it and try again.'));
  });
}

async function engineOf(session: Session): Promise<Composition | undefined> {
  if (!vscode.workspace.workspaceFolders?.length) return say(vscode.l10n.t('A project lives in a folder. Open one first.'), vscode.l10n.t('Open Folder'), 'vscode.openFolder');
  if (!vscode.workspace.isTrusted) return say(vscode.l10n.t('Phasegate runs tools in this folder, so nothing runs until you trust it.'), vscode.l10n.t('Manage Workspace Trust'), 'workbench.trust.manage');
  const composition = await session.open();
  if (composition) return composition;
  const { situation } = session;
  const message = situation.status === 'problem' ? situation.problem.message : vscode.l10n.t('Phasegate is not ready.');
  return say(message, vscode.l10n.t('Show Log'), 'phasegate.showLog');
}

/** Shows what is in the way, with the one thing that helps; does not wait for the person. */
function say(message: string, action: string, command: string): undefined {
  void vscode.window.showWarningMessage(message, action).then((answer) => answer === action && vscode.commands.executeCommand(command));
  return undefined;
}
