import * as vscode from 'vscode';
import { withEngine } from '../commands/commandScope.ts';
import type { LibraryFile } from '../templateLibrary.ts';
import { builtInUri } from './builtInDocuments.ts';
import { templateOf } from './templateTarget.ts';

/** The file of a template, at the phase that is meant; built-in ones cannot be edited. */
export const openTemplate = withEngine(async (composition, args) => {
  const meant = await templateOf(composition, args);
  if (meant) await showTemplate(meant.file, meant.phase);
});

export async function showTemplate({ source, id, path }: Pick<LibraryFile, 'source' | 'id' | 'path'>, phase?: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument(source === 'built-in' ? builtInUri(id) : vscode.Uri.file(path));
  if (document.languageId !== 'json' && document.languageId !== 'jsonc') await vscode.languages.setTextDocumentLanguage(document, 'json');
  const offset = phase === undefined ? -1 : document.getText().search(new RegExp(`"id"\\s*:\\s*"${phase.replaceAll(/[^a-z0-9-]/g, '')}"`));
  const at = offset < 0 ? undefined : document.positionAt(offset);
  await vscode.window.showTextDocument(document, { ...(at && { selection: new vscode.Range(at, at) }) });
}
