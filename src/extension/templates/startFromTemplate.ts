import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { WorkflowTemplate } from '../../engine/model/template.ts';
import { withOwnEngine } from '../commands/commandScope.ts';
import { askInputs } from '../commands/askInputs.ts';
import { inputQuestions } from '../commands/inputQuestions.ts';
import { askGoal, createProject, type WantedProject } from '../commands/newProject.ts';
import type { Composition } from '../compose.ts';
import { readSettings } from '../settings.ts';
import { templateOf } from './templateTarget.ts';

/** A new project with this template, for a goal and the inputs that are asked for; its run waits to be started. */
export const startFromTemplate = withOwnEngine(async (composition, args) => {
  const template = (await templateOf(composition, args, ({ status }) => status === 'used'))?.file.template;
  const inputs = template && (await askGoalAndInputs(composition, template));
  if (!inputs) return;
  const run = await createProject(composition, { name: basename(composition.workspace), inputs, template });
  await vscode.commands.executeCommand('phasegate.openPipeline', { type: 'run', run });
});

async function askGoalAndInputs(composition: Composition, template: WorkflowTemplate): Promise<WantedProject['inputs'] | undefined> {
  const total = 1 + inputQuestions(template).length;
  let goal = readSettings().goal;
  for (;;) {
    const answer = await askGoal({ title: template.name, number: 1, total }, goal);
    if (answer?.type !== 'answer') return undefined;
    goal = answer.value;
    const further = await askInputs(composition, template, { title: template.name, before: 1, known: { goal } });
    if (!further) return undefined;
    if (further.type === 'answer') return { ...further.value, goal };
  }
}
