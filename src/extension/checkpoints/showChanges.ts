import { join } from 'node:path';
import * as vscode from 'vscode';
import type { RunId } from '../../engine/model/ids.ts';
import type { SnapshotChange } from '../../engine/ports/snapshots.ts';
import { checkpointFileUri, nothingUri } from '../editors/documentUris.ts';
import type { CheckpointEntry } from './checkpointEntries.ts';
import { labelOf } from './checkpointWords.ts';

export interface Sides {
  readonly workspace: string;
  readonly run: RunId;
  readonly entry: CheckpointEntry;
}

/** A file as it is now beside what it would be, in the editor's own diff. The question it belongs to stays open. */
export async function showChange(sides: Sides, change: SnapshotChange): Promise<void> {
  const { now, saved } = sidesOf(sides, change);
  const title = vscode.l10n.t('{0} (now ↔ {1})', change.path, labelOf(sides.entry));
  await vscode.commands.executeCommand('vscode.diff', now ?? nothingUri(change.path), saved ?? nothingUri(change.path), title, { preview: true, preserveFocus: true });
}

/** All of them, one under the other. */
export async function showAllChanges(sides: Sides, changes: readonly SnapshotChange[]): Promise<void> {
  const resources = changes.map((change) => {
    const { now, saved } = sidesOf(sides, change);
    return [vscode.Uri.file(join(sides.workspace, change.path)), now, saved];
  });
  await vscode.commands.executeCommand('vscode.changes', vscode.l10n.t('Now ↔ {0}', labelOf(sides.entry)), resources);
}

function sidesOf({ workspace, run, entry }: Sides, { path, kind }: SnapshotChange): { readonly now: vscode.Uri | undefined; readonly saved: vscode.Uri | undefined } {
  return {
    now: kind === 'added' ? undefined : vscode.Uri.file(join(workspace, path)),
    saved: kind === 'deleted' ? undefined : checkpointFileUri({ run, checkpoint: entry.checkpoint, path }),
  };
}
