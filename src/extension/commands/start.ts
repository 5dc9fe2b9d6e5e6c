import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { ProjectId, RunId } from '../../engine/model/ids.ts';
import type { JsonObject } from '../../engine/model/json.ts';
import type { Project } from '../../engine/model/project.ts';
import type { WorkflowTemplate } from '../../engine/model/template.ts';
import type { Composition } from '../compose.ts';
import { readSettings } from '../settings.ts';
import { askInputs } from './askInputs.ts';
import { withOwnEngine } from './commandScope.ts';
import { forecastWords } from './forecastWords.ts';
import { ensureModel } from './ensureModel.ts';
import { inputQuestions } from './inputQuestions.ts';
import { askGoal, createProject, createRun } from './newProject.ts';
import { send } from './send.ts';
import { targetOf } from './target.ts';

/** Long enough to be read. */
const shownMs = 20_000;

/**
 * Starts what is meant: the run of the target if it was not started yet, else a new run of its project; without a
 * project, a new one with the default workflow, for the goal of the settings or one that is asked for.
 */
export const start = withOwnEngine(async (composition, args, scope) => {
  if (!(await ensureModel(composition, scope))) return;
  const run = await runToStart(composition, args);
  if (run === undefined) return;
  await composition.focus.select(run);
  await send(composition, run, { type: 'start' });
  const { state } = composition.focus;
  if (state?.id === run) vscode.window.setStatusBarMessage(await forecastWords(composition, state.template), shownMs);
});

async function runToStart(composition: Composition, args: readonly unknown[]): Promise<RunId | undefined> {
  const { runs, focus } = composition;
  const meant = targetOf(args);
  const state = meant && 'run' in meant ? await runs.state(meant.run) : meant?.type === 'project' ? undefined : focus.state;
  if (state?.situation.status === 'created') return state.id;
  const projects = await runs.projects();
  const id = meant?.type === 'project' ? meant.project : state?.project;
  const project = projects.find((candidate) => candidate.id === id) ?? projects[0];
  return project ? newRunOf(composition, project) : firstRun(composition);
}

const making = new Map<ProjectId, Promise<RunId | undefined>>();

/** Two clicks make one run. */
function newRunOf(composition: Composition, project: Project): Promise<RunId | undefined> {
  const made = making.get(project.id) ?? makeRun(composition, project).finally(() => making.delete(project.id));
  making.set(project.id, made);
  return made;
}

/** A run that waits to be started is used before another is made. */
async function makeRun(composition: Composition, project: Project): Promise<RunId | undefined> {
  const earlier = await composition.runs.list(project.id);
  const waiting = earlier.find(({ status }) => status === 'created');
  if (waiting) return waiting.id;
  const entry = await composition.templates.find(project.templateId);
  if (entry) return makeRunOf(composition, project, { template: entry.template, latest: earlier[0]?.id });
  void vscode.window.showErrorMessage(vscode.l10n.t('The workflow "{0}" of this project is gone, or its file has errors. See the Problems panel.', project.templateId));
  return undefined;
}

interface Repeated {
  readonly template: WorkflowTemplate;
  readonly latest: RunId | undefined;
}

/** What the template needs besides the goal is asked again, with the answers of the latest run to begin with. */
async function makeRunOf(composition: Composition, project: Project, { template, latest }: Repeated): Promise<RunId | undefined> {
  const { goal } = project;
  const inputs = await askInputs(composition, template, { title: project.name, before: 0, known: { ...(await givenTo(composition, template, latest)), goal } });
  return inputs?.type === 'answer' ? createRun(composition, project, { template, inputs: { ...inputs.value, goal } }) : undefined;
}

async function givenTo({ runs }: Composition, template: WorkflowTemplate, latest: RunId | undefined): Promise<JsonObject> {
  const given = (latest && (await runs.state(latest)))?.inputs ?? {};
  return Object.fromEntries(inputQuestions(template).flatMap(({ name }) => (given[name] === undefined ? [] : [[name, given[name]]])));
}

async function firstRun(composition: Composition): Promise<RunId | undefined> {
  const entry = await composition.templates.default();
  if (!entry) {
    void vscode.window.showErrorMessage(vscode.l10n.t('There is no workflow to start.'));
    return undefined;
  }
  const { template } = entry;
  const goal = readSettings().goal || (await askedGoal());
  const inputs = goal === undefined ? undefined : await askInputs(composition, template, { title: vscode.l10n.t('Start'), before: 0, known: { goal } });
  if (goal === undefined || inputs?.type !== 'answer') return undefined;
  const run = await createProject(composition, { name: basename(composition.workspace), inputs: { ...inputs.value, goal }, template });
  await vscode.commands.executeCommand('phasegate.openPipeline', { type: 'run', run });
  return run;
}

async function askedGoal(): Promise<string | undefined> {
  const answer = await askGoal({ title: vscode.l10n.t('Start'), number: 1, total: 1 }, '');
  return answer?.type === 'answer' ? answer.value : undefined;
}
