import * as vscode from 'vscode';
import type { RunEventOf } from '../../engine/model/fact.ts';
import type { RunId } from '../../engine/model/ids.ts';
import type { Composition } from '../compose.ts';
import type { CheckpointEntry } from './checkpointEntries.ts';

/** `phaseName` is `null` for where a rollback began. */
export type Destination = Pick<CheckpointEntry, 'checkpoint' | 'phaseName'>;

/** Rolls back, says what came of it, and offers to undo it. */
export async function performRollback(composition: Composition, run: RunId, { checkpoint, phaseName }: Destination): Promise<void> {
  const { engine, store } = composition;
  const before = (await engine.state(run))?.seq ?? 0;
  const progress = { location: vscode.ProgressLocation.Notification, title: phaseName === null ? vscode.l10n.t('Undoing the rollback …') : vscode.l10n.t('Rolling back to the end of {0} …', phaseName) };
  const result = await vscode.window.withProgress(progress, () => engine.send(run, { type: 'rollback', checkpoint }));
  if (!result.ok) return void vscode.window.showWarningMessage(result.error.message);
  const events = (await store.facts(run, before)).map(({ event }) => event);
  const restored = events.findLast((event) => event.type === 'files-restored');
  const safety = events.findLast((event) => event.type === 'run-rolled-back')?.safety;
  void announce(composition, run, { phaseName, restored, undo: safety && { checkpoint: safety, phaseName: null } });
}

interface Outcome extends Pick<Destination, 'phaseName'> {
  readonly restored: RunEventOf<'files-restored'> | undefined;
  readonly undo: Destination | undefined;
}

async function announce(composition: Composition, run: RunId, { phaseName, restored, undo }: Outcome): Promise<void> {
  const [undoing, resume] = [vscode.l10n.t('Undo'), vscode.l10n.t('Resume')];
  const show = restored?.problem || restored?.skipped.length ? vscode.window.showWarningMessage : vscode.window.showInformationMessage;
  const answer = await show(messageOf(phaseName, restored), ...(undo ? [undoing] : []), resume);
  if (answer === undoing && undo) await performRollback(composition, run, undo);
  if (answer === resume) await vscode.commands.executeCommand('phasegate.resume', { type: 'run', run });
}

const namedPaths = 3;

function messageOf(phaseName: string | null, restored: Outcome['restored']): string {
  const done = phaseName === null ? vscode.l10n.t('The rollback was undone.') : vscode.l10n.t('Rolled back to the end of {0}.', phaseName);
  if (!restored) return vscode.l10n.t('{0} Files stay as they are.', done);
  const { changed, skipped, problem } = restored;
  if (problem !== null) return vscode.l10n.t('{0} The files could not be brought back: {1}', done, problem);
  const files = changed === 0 ? vscode.l10n.t('No file had to change.') : changed === 1 ? vscode.l10n.t('1 file is as it was then.') : vscode.l10n.t('{0} files are as they were then.', String(changed));
  const left = [...skipped.slice(0, namedPaths), ...(skipped.length > namedPaths ? ['…'] : [])].join('; ');
  return skipped.length === 0 ? `${done} ${files}` : vscode.l10n.t('{0} {1} Left as they are now: {2}', done, files, left);
}
