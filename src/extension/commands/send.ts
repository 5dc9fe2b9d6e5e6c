import * as vscode from 'vscode';
import type { RunCommand } from '../../engine/model/command.ts';
import type { RunId } from '../../engine/model/ids.ts';
import type { Composition } from '../compose.ts';

/** Gives a command to the engine, and shows its reason when it refuses. Answers whether it was carried out. */
export async function send({ engine }: Composition, run: RunId, command: RunCommand): Promise<boolean> {
  const result = await engine.send(run, command);
  if (!result.ok) void vscode.window.showWarningMessage(result.error.message);
  return result.ok;
}
