import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { RunId } from '../../engine/model/ids.ts';
import type { Json } from '../../engine/model/json.ts';
import type { Project } from '../../engine/model/project.ts';
import type { WorkflowTemplate } from '../../engine/model/template.ts';
import { fieldOf } from '../../engine/workflow/template/looseTemplate.ts';
import type { Composition } from '../compose.ts';
import { modelForRun, readSettings, runBudget } from '../settings.ts';
import type { LibraryEntry } from '../templateLibrary.ts';
import { withOwnEngine } from './commandScope.ts';
import { forecastWords } from './forecastWords.ts';
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
  readonly goal: string;
  readonly template: WorkflowTemplate;
}

/** A project with its first run, which waits to be started. */
export async function createProject(composition: Composition, { name, goal, template }: WantedProject): Promise<RunId> {
  const project = await composition.engine.createProject({ name, goal, workspace: composition.workspace, templateId: template.id });
  return createRun(composition, project, template);
}

export async function createRun({ engine, focus }: Composition, { id, goal, overrides }: Project, template: WorkflowTemplate): Promise<RunId> {
  const settings = readSettings();
  const model = typeof overrides['model'] === 'string' ? overrides['model'] : modelForRun(settings);
  const run = await engine.createRun({ project: id, template, inputs: { goal }, isAuto: settings.autoProceed, model, maxParallel: settings.maxParallel, budget: runBudget(settings) });
  await focus.select(run);
  return run;
}

async function askProject(composition: Composition): Promise<WantedProject | undefined> {
  const items = await withForecasts(composition, templateItems(await composition.templates.list()));
  let [name, goal] = [basename(composition.workspace), readSettings().goal];
  for (let number = 1; ; ) {
    const step: Step = { title: vscode.l10n.t('New Project'), number, total: 3 };
    const answer: Answer<string | TemplateItem> = number === 1 ? await askName(step, name) : number === 2 ? await askGoal(step, goal) : await askItem(step, vscode.l10n.t('Which workflow takes it there?'), items);
    if (!answer) return undefined;
    if (answer.type === 'back') number -= 1;
    else if (typeof answer.value !== 'string') return { name, goal, template: answer.value.template };
    else if (number === 1) [name, number] = [answer.value, 2];
    else [goal, number] = [answer.value, 3];
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

/** The default first. Templates that need more than a goal cannot be started from here. */
function templateItems(entries: readonly LibraryEntry[]): TemplateItem[] {
  return entries
    .filter(({ template }) => furtherInputs(template.inputs).length === 0)
    .toSorted((left, right) => Number(right.template.isDefault === true) - Number(left.template.isDefault === true))
    .map(({ template, source }) => ({
      label: template.name,
      description: vscode.l10n.t('{0} phases, {1}', String(template.phases.length), sources[source]),
      ...(template.description !== undefined && { detail: template.description }),
      template,
    }));
}

/** What each is likely to use stands below it, so that it is known before a run is started. */
function withForecasts(composition: Composition, items: readonly TemplateItem[]): Promise<TemplateItem[]> {
  return Promise.all(items.map(async (item) => ({ ...item, detail: [item.detail, await forecastWords(composition, item.template)].filter((text) => text !== undefined).join(' · ') })));
}

/** Inputs besides the goal that a run needs and that have no default. */
export function furtherInputs(inputs: WorkflowTemplate['inputs']): readonly string[] {
  const required = inputs?.['required'];
  const properties = fieldOf(inputs, 'properties');
  return Array.isArray(required) ? required.filter((name: Json) => typeof name === 'string' && name !== 'goal' && fieldOf(fieldOf(properties, name), 'default') === undefined) : [];
}
