import { join } from 'node:path';
import * as vscode from 'vscode';
import { fingerprintOf } from '../../engine/node/placeTemplate.ts';
import { schemaFilesBeside } from '../../engine/node/schemaFiles.ts';
import { readTemplateText } from '../../engine/node/templateText.ts';
import type { WorkflowTemplate } from '../../engine/model/template.ts';
import { checkTemplate } from '../../engine/workflow/template/parseTemplate.ts';
import { powersOf } from '../../engine/workflow/template/powers.ts';
import type { TemplateProblem } from '../../engine/workflow/template/problem.ts';
import { freeId, takenOver, toTemplateText } from '../../engine/workflow/template/templateDocument.ts';
import { withEngine } from '../commands/commandScope.ts';
import { knownTools } from '../knownTools.ts';
import { addTemplate, idsOf } from './createTemplates.ts';
import { templateOf } from './templateTarget.ts';

/** A template from a file of the person's choice: checked, shown with what it asks for, and stored as it was shown. */
export const importTemplate = withEngine(async (composition) => {
  const [file] = (await vscode.window.showOpenDialog({ title: vscode.l10n.t('Import Template'), filters: { JSON: ['json'] } })) ?? [];
  if (!file) return;
  const text = await readTemplateText(file.fsPath);
  if (!text.ok) return void vscode.window.showErrorMessage(text.error);
  const { template, problems } = checkTemplate(text.value, { ...(await knownTools(composition.workspace)), resolveFile: schemaFilesBeside(file.fsPath) });
  if (!template) return tellProblems(file, problems);
  const id = freeId(template.id, await idsOf(composition));
  const taken = takenOver(template, { id, name: template.name });
  const place = await askPlace(taken);
  if (place) await addTemplate(composition, place, taken);
});

async function askPlace(template: WorkflowTemplate): Promise<'workspace' | 'user' | undefined> {
  const [workspace, user] = [vscode.l10n.t('Import to Workspace'), vscode.l10n.t('Import for All Workspaces')];
  const powers = powersOf(template).map(({ text, phases }) => `• ${text} (${phases.join(', ')})`);
  const asks = powers.length === 0 ? [vscode.l10n.t('It only looks at the workspace.')] : [vscode.l10n.t('It'), ...powers];
  const detail = [vscode.l10n.t('Id: {0}', template.id), ...asks, `SHA-256 ${fingerprintOf(toTemplateText(template))}`].join('\n');
  const answer = await vscode.window.showInformationMessage(vscode.l10n.t('Import "{0}"?', template.name), { modal: true, detail }, workspace, user);
  return answer === workspace ? 'workspace' : answer === user ? 'user' : undefined;
}

async function tellProblems(file: vscode.Uri, problems: readonly TemplateProblem[]): Promise<void> {
  const open = vscode.l10n.t('Open File');
  const [first] = problems;
  const message = vscode.l10n.t('Nothing was imported. The template has {0} problems, the first in line {1}: {2}', String(problems.length), String(first?.line ?? 1), first?.message ?? '');
  if ((await vscode.window.showErrorMessage(message, open)) !== open || !first) return;
  const at = new vscode.Position(first.line - 1, first.column - 1);
  await vscode.window.showTextDocument(file, { selection: new vscode.Range(at, at) });
}

/** One file that holds all of a template, schema files included. */
export const exportTemplate = withEngine(async (composition, args) => {
  const template = (await templateOf(composition, args, (file) => file.template !== undefined))?.file.template;
  if (!template) return;
  const defaultUri = vscode.Uri.file(join(composition.workspace, `${template.id}.json`));
  const target = await vscode.window.showSaveDialog({ title: vscode.l10n.t('Export Template'), defaultUri, filters: { JSON: ['json'] } });
  if (!target) return;
  const { $schema: _schema, ...content } = template;
  await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(toTemplateText(content)));
});
