import * as vscode from 'vscode';
import type { SkipReason, SnapshotDifference } from '../../engine/ports/snapshots.ts';
import type { CheckpointEntry } from './checkpointEntries.ts';
import { shownTime } from '../views/shownTime.ts';

/** As a title: a place in the run. */
export function labelOf({ phaseName }: CheckpointEntry): string {
  return phaseName === null ? vscode.l10n.t('Before the rollback') : vscode.l10n.t('End of {0}', phaseName);
}

/** Inside a sentence: where it goes back to. */
export function placeOf({ phaseName }: CheckpointEntry): string {
  return phaseName === null ? vscode.l10n.t('before the rollback') : vscode.l10n.t('the end of {0}', phaseName);
}

export function timeOf({ takenAt }: CheckpointEntry): string {
  return takenAt === null ? '' : shownTime(takenAt, 'second');
}

/** What returning does to the phases. */
export function runEffectOf({ takesBack, bringsBack }: CheckpointEntry): string {
  const parts = [
    takesBack.length > 0 ? vscode.l10n.t('takes back {0}', takesBack.join(', ')) : '',
    bringsBack.length > 0 ? vscode.l10n.t('brings back {0}', bringsBack.join(', ')) : '',
  ].filter(Boolean);
  return parts.length > 0 ? parts.join(', ') : vscode.l10n.t('the run is here now');
}

/** What returning does to the files: `null` where the checkpoint has none. */
export function filesEffectOf(difference: SnapshotDifference | null): string {
  if (difference === null) return vscode.l10n.t('files stay: none were saved here');
  const count = (kind: string): number => difference.changes.filter((change) => change.kind === kind).length;
  const parts = [
    count('changed') > 0 ? vscode.l10n.t('changes {0}', filesIn(count('changed'))) : '',
    count('added') > 0 ? vscode.l10n.t('restores {0}', filesIn(count('added'))) : '',
    count('deleted') > 0 ? vscode.l10n.t('deletes {0}', filesIn(count('deleted'))) : '',
  ].filter(Boolean);
  return parts.length > 0 ? parts.join(', ') : vscode.l10n.t('changes no file');
}

export function filesIn(count: number): string {
  return count === 1 ? vscode.l10n.t('1 file') : vscode.l10n.t('{0} files', String(count));
}

const reasons: Readonly<Record<SkipReason, string>> = {
  'became-symlink': vscode.l10n.t('now or then it is a link'),
  'in-the-way': vscode.l10n.t('something that is not saved is in its place'),
  'changed-meanwhile': vscode.l10n.t('it was changed meanwhile'),
  ignored: vscode.l10n.t('it was ignored then, so it may have been there'),
  protected: vscode.l10n.t('protected: it can run code or change what models may do'),
  'left-out': vscode.l10n.t('it was there then, but not saved'),
  'embedded-repository': vscode.l10n.t('it belongs to another Git repository'),
  'content-missing': vscode.l10n.t('its saved content is gone'),
  failed: vscode.l10n.t('the system refused'),
};

export function wordsFor(reason: SkipReason): string {
  return reasons[reason];
}
