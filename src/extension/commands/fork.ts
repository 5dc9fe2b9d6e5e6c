import * as vscode from 'vscode';
import type { CheckpointId, RunId } from '../../engine/model/ids.ts';
import type { WorkflowTemplate } from '../../engine/model/template.ts';
import { withCommands } from '../templates/withCommands.ts';
import { planFork } from '../../engine/runtime/fork.ts';
import { filesEffectOf } from '../checkpoints/checkpointWords.ts';
import type { Composition } from '../compose.ts';
import { withOwnEngine } from './commandScope.ts';
import { send } from './send.ts';
import { phaseAllowing, type PhaseTarget } from './target.ts';
import { type Answer, askItem, type Step } from './wizard.ts';

/** A new run that takes over a finished phase and what led to it: with which workflow, and on which files. */
export const fork = withOwnEngine(async (composition, args) => {
  const target = await phaseAllowing(composition, args, 'fork');
  if (!target) return;
  const wanted = await askFork(composition, target);
  if (!wanted) return;
  const forked = await composition.engine.fork(target.run, { phase: target.phase.id, template: wanted.template && (await withCommands(wanted.template, composition.files)) });
  if (!forked.ok) return void vscode.window.showErrorMessage(forked.error);
  if (wanted.restoresFiles) await restoreFiles(composition, forked.value);
  await composition.focus.select(forked.value);
  await vscode.commands.executeCommand('phasegate.openPipeline', { type: 'run', run: forked.value });
});

interface WantedFork {
  /** `null` is the parent's own, as it was frozen. */
  readonly template: WorkflowTemplate | null;
  readonly restoresFiles: boolean;
}

interface TemplateItem extends vscode.QuickPickItem {
  readonly template: WorkflowTemplate | null;
}

interface FilesItem extends vscode.QuickPickItem {
  readonly restoresFiles: boolean;
}

async function askFork(composition: Composition, target: PhaseTarget): Promise<WantedFork | undefined> {
  const [templates, files] = await Promise.all([templateItems(composition, target), fileItems(composition, target)]);
  const total = files.length > 1 ? 2 : 1;
  const step = (number: number): Step => ({ title: vscode.l10n.t('Fork from {0}', target.phase.name), number, total });
  for (;;) {
    const chosen = await askItem(step(1), vscode.l10n.t('Which workflow should the new run follow?'), templates);
    if (chosen?.type !== 'answer') return undefined;
    const { template } = chosen.value;
    if (!(await fits(composition, target, template))) continue;
    const answer: Answer<FilesItem> = total === 1 ? { type: 'answer', value: { label: '', restoresFiles: false } } : await askItem(step(2), vscode.l10n.t('On which files should it work?'), files);
    if (!answer) return undefined;
    if (answer.type === 'answer') return { template, restoresFiles: answer.value.restoresFiles };
  }
}

/** Says what does not fit; the person may choose again. */
async function fits({ runs, store, schemas }: Composition, { run, phase }: PhaseTarget, template: WorkflowTemplate | null): Promise<boolean> {
  const state = await runs.state(run);
  const plan = state && (await planFork({ store, schemas }, state, { phase: phase.id, template }));
  if (!plan || plan.ok) return true;
  await vscode.window.showErrorMessage(vscode.l10n.t('This workflow cannot take over what led to {0}.', phase.name), { modal: true, detail: plan.error });
  return false;
}

async function templateItems({ runs, templates }: Composition, { run }: PhaseTarget): Promise<readonly TemplateItem[]> {
  const own = (await runs.state(run))?.template;
  const others = (await templates.list()).map(({ template }) => template);
  return [
    { label: vscode.l10n.t('The same: {0}', own?.name ?? ''), description: vscode.l10n.t('as it was when this run began'), template: null },
    ...others.map((template) => ({
      label: template.name,
      description: template.id === own?.id ? vscode.l10n.t('as it is now, version {0}', String(template.version)) : '',
      ...(template.description !== undefined && { detail: template.description }),
      template,
    })),
  ];
}

/** Only what is there now, where the files of then are not kept. */
async function fileItems({ engine, runs }: Composition, { run, phase }: PhaseTarget): Promise<readonly FilesItem[]> {
  const now: FilesItem = { label: vscode.l10n.t('The files as they are now'), restoresFiles: false };
  const memento = (await runs.state(run))?.checkpoints.findLast((known) => known.phase === phase.id);
  const preview = memento?.snapshot ? await engine.previewRollback(run, memento.checkpoint) : undefined;
  if (!preview?.ok || preview.value === null || preview.value.changes.length === 0) return [now];
  return [now, { label: vscode.l10n.t('The files as they were at the end of {0}', phase.name), detail: vscode.l10n.t('It {0}. It can be undone by rolling the new run back.', filesEffectOf(preview.value)), restoresFiles: true }];
}

async function restoreFiles(composition: Composition, run: RunId): Promise<void> {
  const checkpoint: CheckpointId | undefined = (await composition.engine.state(run))?.checkpoints[0]?.checkpoint;
  const title = vscode.l10n.t('Bringing the files back …');
  if (checkpoint) await vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title }, () => send(composition, run, { type: 'rollback', checkpoint }));
}
