import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { RunId } from '../../engine/model/ids.ts';
import type { JsonObject } from '../../engine/model/json.ts';
import type { Project } from '../../engine/model/project.ts';
import type { WorkflowTemplate } from '../../engine/model/template.ts';
import type { Composition } from '../compose.ts';
import { modelForRun, readSettings, runBudget } from '../settings.ts';
import type { LibraryEntry } from '../templateLibrary.ts';
import { askInputs } from './askInputs.ts';
import { withOwnEngine } from './commandScope.ts';
import { withCommands } from '../templates/withCommands.ts';
import { forecastUse } from './forecastWords.ts';
import { type Answer, askItem, askText, type Step } from './wizard.ts';

/** Asks for name, goal and workflow, and shows the new run, ready to start. */
export const newProject = withOwnEngine(async (composition) => {
  const wanted = await askProject(composition);
  if (!wanted) return;
  const run = await createProject(composition, wanted);
  await vscode.commands.executeCommand('phasegate.openPipeline', { type: 'run', run });
});

export interface WantedProject {
  readonly name: string;
  /** The goal, and what else the template needs. */
  readonly inputs: JsonObject & { readonly goal: string };
  readonly template: WorkflowTemplate;
}

/** A project with its first run, which waits to be started. */
export async function createProject(composition: Composition, { name, inputs, template }: WantedProject): Promise<RunId> {
  const project = await composition.engine.createProject({ name, goal: inputs.goal, workspace: composition.workspace, templateId: template.id });
  return createRun(composition, project, { template, inputs });
}

export async function createRun({ engine, focus, files }: Composition, { id, overrides }: Project, { template, inputs }: Pick<WantedProject, 'template' | 'inputs'>): Promise<RunId> {
  const settings = readSettings();
  const model = typeof overrides['model'] === 'string' ? overrides['model'] : modelForRun(settings);
  const run = await engine.createRun({ project: id, template: await withCommands(template, files), inputs, isAuto: settings.autoProceed, model, maxParallel: settings.maxParallel, budget: runBudget(settings) });
  await focus.select(run);
  return run;
}

async function askProject(composition: Composition): Promise<WantedProject | undefined> {
  const items = await withForecasts(composition, templateItems(await composition.templates.list()));
  const title = vscode.l10n.t('New Project');
  let [name, goal] = [basename(composition.workspace), readSettings().goal];
  for (let number = 1; ; ) {
    const step: Step = { title, number, total: 3 };
    const answer: Answer<string | TemplateItem> = number === 1 ? await askName(step, name) : number === 2 ? await askGoal(step, goal) : await askItem(step, vscode.l10n.t('Which workflow takes it there?'), items);
    if (!answer) return undefined;
    if (answer.type === 'back') number -= 1;
    else if (typeof answer.value === 'string') [name, goal, number] = number === 1 ? [answer.value, goal, 2] : [name, answer.value, 3];
    else {
      const { template } = answer.value;
      const further = await askInputs(composition, template, { title, before: 3, known: { goal } });
      if (!further) return undefined;
      if (further.type === 'answer') return { name, inputs: { ...further.value, goal }, template };
    }
  }
}

function askName(step: Step, value: string): Promise<Answer<string>> {
  return askText(step, { prompt: vscode.l10n.t('What is the project called?'), value, validate: (text) => (text.length > 0 && text.length <= 200 ? undefined : vscode.l10n.t('A name has 1 to 200 characters.')) });
}

export function askGoal(step: Step, value: string): Promise<Answer<string>> {
  return askText(step, { prompt: vscode.l10n.t('What should be true when it is done?'), value, validate: (text) => (text === '' ? vscode.l10n.t('The goal is what every phase works towards.') : undefined) });
}

interface TemplateItem extends vscode.QuickPickItem {
  readonly template: WorkflowTemplate;
}

const sources = { workspace: vscode.l10n.t('this workspace'), user: vscode.l10n.t('your own'), 'built-in': vscode.l10n.t('built in') };

/** The default first. */
function templateItems(entries: readonly LibraryEntry[]): TemplateItem[] {
  return entries
    .toSorted((left, right) => Number(right.template.isDefault === true) - Number(left.template.isDefault === true))
    .map(({ template, source }) => ({
      label: template.name,
      description: vscode.l10n.t('{0} phases, {1}', String(template.phases.length), sources[source]),
      ...(template.description !== undefined && { detail: template.description }),
      template,
    }));
}

/** What each is likely to use stands beside it, so that it is known before a run is started. */
function withForecasts(composition: Composition, items: readonly TemplateItem[]): Promise<TemplateItem[]> {
  return Promise.all(items.map(async (item) => ({ ...item, description: [item.description, await forecastUse(composition, item.template)].join(' · ') })));
}
