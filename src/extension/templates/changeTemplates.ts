import * as vscode from 'vscode';
import type { Json } from '../../engine/model/json.ts';
import { changeField } from '../../engine/workflow/template/changeField.ts';
import { takenOver } from '../../engine/workflow/template/templateDocument.ts';
import { withEngine } from '../commands/commandScope.ts';
import type { LibraryFile } from '../templateLibrary.ts';
import { addTemplate, nameProblem, refreshTemplates } from './createTemplates.ts';
import { templateOf } from './templateTarget.ts';

const isWritable = ({ source, template }: LibraryFile): boolean => source !== 'built-in' && template !== undefined;

/** Another name; the id, by which projects know it, stays. */
export const renameTemplate = withEngine(async (composition, args) => {
  const file = (await templateOf(composition, args, isWritable))?.file;
  if (!file?.template || !canBeChanged(file)) return;
  const name = await vscode.window.showInputBox({ title: vscode.l10n.t('Rename Template'), value: file.template.name, ignoreFocusOut: true, validateInput: nameProblem });
  if (name !== undefined && name.trim() !== file.template.name) await change(file, 'name', name.trim());
});

/** Runs keep their own copy; projects of this template have none until another of its id is there. */
export const deleteTemplate = withEngine(async (composition, args) => {
  const file = (await templateOf(composition, args, ({ source }) => source !== 'built-in'))?.file;
  if (!file || !canBeChanged(file)) return;
  const remove = vscode.l10n.t('Delete');
  const name = file.template?.name ?? `${file.id}.json`;
  const answer = await vscode.window.showWarningMessage(vscode.l10n.t('Delete the template "{0}"?', name), { modal: true, detail: vscode.l10n.t('Runs that were made from it keep their own copy.\n{0}', file.path) }, remove);
  if (answer !== remove) return;
  const uri = vscode.Uri.file(file.path);
  // Not every machine has a trash.
  await vscode.workspace.fs.delete(uri, { useTrash: true }).then(undefined, () => vscode.workspace.fs.delete(uri));
  await refreshTemplates();
});

/** What new projects start with. A built-in one is made the default by a copy in the workspace, because it cannot be edited. */
export const setDefaultTemplate = withEngine(async (composition, args) => {
  const { templates } = composition;
  const file = (await templateOf(composition, args, ({ status }) => status === 'used'))?.file;
  if (!file?.template) return;
  for (const other of (await templates.catalog()).files.filter(({ template, path }) => template?.isDefault === true && path !== file.path)) {
    if (isWritable(other)) await change(other, 'isDefault', undefined);
  }
  if (file.source !== 'built-in') return change(file, 'isDefault', true);
  if ((await templates.default())?.path === file.path) return;
  const copy = vscode.l10n.t('Copy and Set');
  const answer = await vscode.window.showInformationMessage(vscode.l10n.t('Built-in templates cannot be edited. Copy "{0}" to this workspace and make that the default?', file.template.name), { modal: true }, copy);
  if (answer === copy) await addTemplate(composition, 'workspace', { ...takenOver(file.template, file.template), isDefault: true });
});

function canBeChanged({ source }: LibraryFile): boolean {
  if (source !== 'built-in') return true;
  void vscode.window.showInformationMessage(vscode.l10n.t('Built-in templates cannot be changed. Duplicate it to this workspace, and change the copy.'));
  return false;
}

/** Changes one field and leaves the rest of the text as it is, also what is not saved yet. */
async function change({ path }: LibraryFile, field: string, value: Json | undefined): Promise<void> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.file(path));
  const text = document.getText();
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, new vscode.Range(document.positionAt(0), document.positionAt(text.length)), changeField(text, field, value));
  if (await vscode.workspace.applyEdit(edit)) await document.save();
  await refreshTemplates();
}
