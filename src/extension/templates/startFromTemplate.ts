import { basename } from 'node:path';
import * as vscode from 'vscode';
import { withOwnEngine } from '../commands/commandScope.ts';
import { askGoal, createProject, furtherInputs } from '../commands/newProject.ts';
import { readSettings } from '../settings.ts';
import { templateOf } from './templateTarget.ts';

/** A new project with this template, for a goal that is asked for; its run waits to be started. */
export const startFromTemplate = withOwnEngine(async (composition, args) => {
  const template = (await templateOf(composition, args, ({ status }) => status === 'used'))?.file.template;
  if (!template) return;
  const missing = furtherInputs(template.inputs);
  if (missing.length > 0) return void vscode.window.showWarningMessage(vscode.l10n.t('"{0}" needs more than a goal: {1}. Start it on the command line with --input, or give these inputs a default in the template.', template.name, missing.join(', ')));
  const answer = await askGoal({ title: template.name, number: 1, total: 1 }, readSettings().goal);
  if (answer?.type !== 'answer') return;
  const run = await createProject(composition, { name: basename(composition.workspace), goal: answer.value, template });
  await vscode.commands.executeCommand('phasegate.openPipeline', { type: 'run', run });
});
