import { isAbsolute } from 'node:path';
import * as vscode from 'vscode';
import type { Composition } from '../compose.ts';
import { placeIn, readToolList } from '../tools/toolList.ts';
import { type ToolTarget, toolTargetOf } from '../tools/toolTarget.ts';
import { withEngine } from './commandScope.ts';

/** Opens the file that defines what is meant, at the place of a problem; a setting in the settings. */
export const showToolFile = withEngine(async (composition, args) => {
  const meant = toolTargetOf(args);
  const place = meant && (await placeOf(composition, meant));
  if (!place) return;
  if (!isAbsolute(place.path)) return void vscode.commands.executeCommand('workbench.action.openSettings', place.path);
  const at = new vscode.Position(place.line - 1, place.column - 1);
  await vscode.window.showTextDocument(vscode.Uri.file(place.path), { preview: true, selection: new vscode.Range(at, at) });
});

interface Place {
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

async function placeOf(composition: Composition, meant: ToolTarget): Promise<Place | undefined> {
  const list = await readToolList(composition);
  const whole = (path: string | undefined): Place | undefined => (path === undefined ? undefined : { path, line: 1, column: 1 });
  switch (meant.type) {
    case 'background':
      return undefined;
    case 'server':
      return whole(list.servers.find(({ entry }) => entry.name === meant.name)?.entry.path);
    case 'own-tool':
      return whole(list.ownTools.find(({ tool }) => tool.name === meant.name)?.path);
    case 'guidance':
      return [...list.skills, ...list.rules].some(({ path }) => path === meant.path) ? whole(placeIn(composition.workspace, meant.path)) : undefined;
    case 'editor-tool':
      return undefined;
    case 'problem':
      return list.problems[meant.index];
  }
}
