import * as vscode from 'vscode';
import type { RunningCommand, RunningCommands } from '../../engine/ports/runningCommands.ts';
import { showBackgroundTerminal } from '../host/backgroundTerminal.ts';
import { toolTargetOf } from '../tools/toolTarget.ts';
import { withEngine, withOwnEngine } from './commandScope.ts';

/** Its output, as it comes, in a terminal. */
export const showBackground = withEngine(async ({ engine }, args) => {
  const command = await commandMeant(engine.background, args, () => true);
  if (command && engine.background) showBackgroundTerminal(engine.background, command.id);
});

/** Ends it with everything it started; its phase goes on, and its model is told. */
export const stopBackground = withOwnEngine(async ({ engine }, args) => {
  const command = await commandMeant(engine.background, args, ({ exit }) => exit === null);
  if (command) await engine.background?.stop(command.id);
});

async function commandMeant(commands: RunningCommands | null, args: readonly unknown[], fits: (command: RunningCommand) => boolean): Promise<RunningCommand | undefined> {
  const listed = (commands?.list() ?? []).filter(fits);
  const meant = toolTargetOf(args);
  if (meant?.type === 'background') return listed.find(({ id }) => id === meant.id);
  if (listed.length === 0) void vscode.window.showInformationMessage(vscode.l10n.t('No phase keeps a command running in the background.'));
  if (listed.length <= 1) return listed[0];
  return (await vscode.window.showQuickPick(listed.map((command) => ({ label: command.title, description: command.phase, command })), { placeHolder: vscode.l10n.t('Which command?') }))?.command;
}
