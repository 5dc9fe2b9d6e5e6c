import * as vscode from 'vscode';
import { registerChat } from './chat/registerChat.ts';
import { registerCommands } from './commands/registerCommands.ts';
import { registerDocuments } from './editors/registerDocuments.ts';
import { registerTemplateProblems } from './editors/registerTemplateProblems.ts';
import type { Runs } from './runs.ts';
import { Session } from './session.ts';
import { registerTemplates } from './templates/registerTemplates.ts';
import { registerViews } from './views/registerViews.ts';

let session: Session | undefined;

/** For other extensions: the projects and runs of this window, to read. */
export interface PhasegateApi {
  /** Opens the engine if need be; `undefined` without a trusted folder. */
  runs(): Promise<Runs | undefined>;
}

/** Registers everything and loads nothing: the engine is composed when a view becomes visible or a command runs. */
export function activate(context: vscode.ExtensionContext): PhasegateApi {
  const log = vscode.window.createOutputChannel('Phasegate', { log: true });
  const opened = new Session(context, log);
  session = opened;
  context.subscriptions.push(
    log,
    opened,
    registerChat(opened),
    registerCommands(opened, context, log),
    registerViews(opened, context),
    registerDocuments(opened),
    registerTemplateProblems(context),
    registerTemplates(context),
  );
  return { runs: async () => (await opened.open())?.runs };
}

/** The editor grants about five seconds. */
export async function deactivate(): Promise<void> {
  await session?.close();
}
