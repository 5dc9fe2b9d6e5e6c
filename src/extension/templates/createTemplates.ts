import * as vscode from 'vscode';
import type { WorkflowTemplate } from '../../engine/model/template.ts';
import { blankTemplate, freeId, takenOver, toTemplateText } from '../../engine/workflow/template/templateDocument.ts';
import { withEngine } from '../commands/commandScope.ts';
import type { Composition } from '../compose.ts';
import type { WritableSource } from '../templateLibrary.ts';
import { showTemplate } from './openTemplate.ts';
import { templateOf } from './templateTarget.ts';

/** A copy in the workspace, under an id of its own, open to be edited. */
export const duplicateTemplate = withEngine(async (composition, args) => {
  const template = (await templateOf(composition, args, (file) => file.template !== undefined))?.file.template;
  if (!template) return;
  const id = freeId(`${template.id}-copy`.slice(0, 60), await idsOf(composition));
  await addTemplate(composition, 'workspace', takenOver(template, { id, name: vscode.l10n.t('{0} (copy)', template.name) }));
});

/** The smallest template that runs, open to be edited. */
export const newTemplate = withEngine(async (composition) => {
  const name = await vscode.window.showInputBox({ title: vscode.l10n.t('New Template'), prompt: vscode.l10n.t('What is the workflow called?'), ignoreFocusOut: true, validateInput: nameProblem });
  if (name === undefined) return;
  await addTemplate(composition, 'workspace', blankTemplate(freeId(slugOf(name), await idsOf(composition)), name.trim()));
});

/** Writes a template that was not there, and shows it. */
export async function addTemplate({ templates }: Composition, source: WritableSource, template: WorkflowTemplate): Promise<void> {
  const added = await templates.add(source, template.id, toTemplateText(template));
  if (added.ok) {
    await refreshTemplates();
    return showTemplate({ source, id: template.id, path: added.value });
  }
  void vscode.window.showErrorMessage(added.error);
}

/** What was just changed from here is shown at once: news of files can be late, or stay away in a folder that is new. */
export async function refreshTemplates(): Promise<void> {
  await vscode.commands.executeCommand('phasegate.refreshTemplates');
}

export async function idsOf({ templates }: Composition): Promise<ReadonlySet<string>> {
  return new Set((await templates.catalog()).files.map(({ id }) => id));
}

export function nameProblem(text: string): string | undefined {
  return text.trim() !== '' && text.length <= 200 ? undefined : vscode.l10n.t('A name has 1 to 200 characters.');
}

/** Something of the name that can be an id. */
function slugOf(name: string): string {
  const plain = name.normalize('NFKD').toLowerCase().replaceAll(/\p{Mark}/gu, '').replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-+|-+$/g, '').slice(0, 50);
  return plain === '' ? 'template' : plain;
}
