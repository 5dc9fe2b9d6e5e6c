import * as vscode from 'vscode';
import type { RunEventOf } from '../../engine/model/fact.ts';
import type { CheckpointId, RunId } from '../../engine/model/ids.ts';
import type { Composition } from '../compose.ts';
import { filesIn } from './checkpointWords.ts';

/** Rolls back, says what came of it, and offers to undo it. `place` is where it goes back to, inside a sentence. */
export async function performRollback(composition: Composition, run: RunId, { checkpoint, place }: { readonly checkpoint: CheckpointId; readonly place: string }): Promise<void> {
  const { engine, store } = composition;
  const before = (await engine.state(run))?.seq ?? 0;
  const progress = { location: vscode.ProgressLocation.Notification, title: vscode.l10n.t('Rolling back to {0} …', place) };
  const result = await vscode.window.withProgress(progress, () => engine.send(run, { type: 'rollback', checkpoint }));
  if (!result.ok) return void vscode.window.showWarningMessage(result.error.message);
  const events = (await store.facts(run, before)).map(({ event }) => event);
  const restored = events.findLast((event) => event.type === 'files-restored');
  const safety = events.findLast((event) => event.type === 'run-rolled-back')?.safety;
  const undo = safety && { checkpoint: safety, place: vscode.l10n.t('where the rollback began') };
  void announce(composition, run, { place, restored, undo });
}

interface Outcome {
  readonly place: string;
  readonly restored: RunEventOf<'files-restored'> | undefined;
  readonly undo: { readonly checkpoint: CheckpointId; readonly place: string } | undefined;
}

async function announce(composition: Composition, run: RunId, { place, restored, undo }: Outcome): Promise<void> {
  const [undoing, resume] = [vscode.l10n.t('Undo'), vscode.l10n.t('Resume')];
  const show = restored?.problem || restored?.skipped.length ? vscode.window.showWarningMessage : vscode.window.showInformationMessage;
  const answer = await show(messageOf(place, restored), ...(undo ? [undoing] : []), resume);
  if (answer === undoing && undo) await performRollback(composition, run, undo);
  if (answer === resume) await vscode.commands.executeCommand('phasegate.resume', { type: 'run', run });
}

const namedPaths = 3;

function messageOf(place: string, restored: Outcome['restored']): string {
  if (!restored) return vscode.l10n.t('The run is back at {0}.', place);
  const { changed, skipped, problem } = restored;
  if (problem !== null) return vscode.l10n.t('The run is back at {0}, but its files are as they were: {1}', place, problem);
  const parts = [changed === 0 ? vscode.l10n.t('Run and files are back at {0}.', place) : vscode.l10n.t('Run and files are back at {0}: {1} changed.', place, filesIn(changed))];
  if (skipped.length > 0) parts.push(vscode.l10n.t('Left as they are: {0}', [...skipped.slice(0, namedPaths), ...(skipped.length > namedPaths ? ['…'] : [])].join('; ')));
  return parts.join(' ');
}
