import * as vscode from 'vscode';
import type { RunId } from '../../engine/model/ids.ts';
import type { SnapshotDifference } from '../../engine/ports/snapshots.ts';
import { type CheckpointEntry, checkpointEntries } from '../checkpoints/checkpointEntries.ts';
import { chooseCheckpoint } from '../checkpoints/chooseCheckpoint.ts';
import { confirmRollback } from '../checkpoints/confirmRollback.ts';
import { performRollback } from '../checkpoints/performRollback.ts';
import type { Composition } from '../compose.ts';
import { withOwnEngine } from './commandScope.ts';
import { send } from './send.ts';
import { phaseIdOf, runOf } from './target.ts';

/** Back to a checkpoint, that of the phase meant or one that is chosen, after all that would change was seen. */
export const rollBack = withOwnEngine(async (composition, args) => {
  const run = await standingRun(composition, args);
  if (run === undefined) return;
  const entries = await entriesOf(composition, run);
  const phase = phaseIdOf(args);
  const state = await composition.engine.state(run);
  const ofPhase = phase && state?.checkpoints.findLast((memento) => memento.phase === phase)?.checkpoint;
  const meant = entries.find(({ checkpoint }) => checkpoint === ofPhase);
  if (phase && !meant) return void vscode.window.showInformationMessage(vscode.l10n.t('The checkpoint of this phase is not kept any more. Only the latest ten are.'));
  for (let entry = meant ?? (await chooseCheckpoint(composition, run, entries)); entry; entry = await chooseCheckpoint(composition, run, entries)) {
    if ((await confirmAndPerform(composition, run, entry)) === 'done') return;
  }
});

/** To where the last rollback began; the same preview, because much may have changed since. */
export const undoRollback = withOwnEngine(async (composition, args) => {
  const run = await standingRun(composition, args);
  const entry = run && (await entriesOf(composition, run)).find(({ phaseName }) => phaseName === null);
  if (run && entry) await confirmAndPerform(composition, run, entry);
  else if (run) void vscode.window.showInformationMessage(vscode.l10n.t('This run was not rolled back.'));
});

async function confirmAndPerform(composition: Composition, run: RunId, entry: CheckpointEntry): Promise<'done' | 'another'> {
  const difference = await differenceOf(composition, run, entry);
  const confirmation = difference === undefined ? undefined : await confirmRollback(composition, run, { entry, difference });
  if (confirmation === 'go') await performRollback(composition, run, entry);
  return confirmation === 'back' ? 'another' : 'done';
}

/** `undefined`, after a word about it, where it cannot be said. */
async function differenceOf({ engine }: Composition, run: RunId, { checkpoint }: CheckpointEntry): Promise<SnapshotDifference | null | undefined> {
  const title = vscode.l10n.t('Looking at what would change …');
  const preview = await vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title }, () => engine.previewRollback(run, checkpoint));
  if (preview.ok) return preview.value;
  void vscode.window.showErrorMessage(vscode.l10n.t('What a rollback would change cannot be said: {0}', preview.error));
  return undefined;
}

async function entriesOf({ engine, store }: Composition, run: RunId): Promise<readonly CheckpointEntry[]> {
  const state = await engine.state(run);
  return state ? checkpointEntries(state, await store.checkpoints(run)) : [];
}

/** A run that can be rolled back now; one that is at work is paused first, if the person agrees. */
async function standingRun(composition: Composition, args: readonly unknown[]): Promise<RunId | undefined> {
  const view = await runOf(composition, args);
  const state = view && (await composition.engine.state(view.run.id));
  if (!view || !state) return undefined;
  if (view.run.commands.includes('rollback')) return view.run.id;
  if (state.checkpoints.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('There is no checkpoint yet. One is taken whenever a phase completes.'));
    return undefined;
  }
  if (!view.run.commands.includes('pause')) {
    void vscode.window.showInformationMessage(view.run.message ?? vscode.l10n.t('This run cannot be rolled back now.'));
    return undefined;
  }
  const pause = vscode.l10n.t('Pause the Run');
  const detail = vscode.l10n.t('A phase is at work, and what it writes would mix with the files that come back.');
  const answer = await vscode.window.showWarningMessage(vscode.l10n.t('Pause the run to roll it back?'), { modal: true, detail }, pause);
  return answer === pause && (await send(composition, view.run.id, { type: 'pause' })) ? view.run.id : undefined;
}
