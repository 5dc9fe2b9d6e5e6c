import { relative } from 'node:path';
import * as vscode from 'vscode';
import type { RunId } from '../../engine/model/ids.ts';
import type { SnapshotChange, SnapshotDifference } from '../../engine/ports/snapshots.ts';
import type { Composition } from '../compose.ts';
import type { CheckpointEntry } from './checkpointEntries.ts';
import { filesEffectOf, placeOf, runEffectOf, wordsFor } from './checkpointWords.ts';
import { showAllChanges, showChange } from './showChanges.ts';

interface Item extends vscode.QuickPickItem {
  /** What Enter does. Only `go` and `back` end the question. */
  readonly act: 'go' | 'all' | 'back' | SnapshotChange | null;
}

export interface RollbackPreview {
  readonly entry: CheckpointEntry;
  /** `null` where the checkpoint has no files. */
  readonly difference: SnapshotDifference | null;
}

export type Confirmation = 'go' | 'back' | undefined;

/** Shows all that would change, each file in the diff editor on request, before anything does. `back` is for another checkpoint. */
export function confirmRollback({ workspace }: Composition, run: RunId, { entry, difference }: RollbackPreview): Promise<Confirmation> {
  const side = { workspace, run, entry };
  const pick = vscode.window.createQuickPick<Item>();
  Object.assign(pick, {
    title: vscode.l10n.t('Roll Back to {0}', placeOf(entry)),
    placeholder: vscode.l10n.t('Nothing has changed yet. Enter on a file compares it.'),
    ignoreFocusOut: true,
    matchOnDescription: true,
    buttons: [vscode.QuickInputButtons.Back],
    items: itemsOf({ entry, difference }, unsavedIn(workspace)),
  });
  return new Promise((resolve) => {
    const end = (confirmation: Confirmation): void => {
      resolve(confirmation);
      pick.dispose();
    };
    pick.onDidAccept(() => {
      const act = pick.selectedItems[0]?.act;
      if (act === 'go' || act === 'back') end(act);
      else if (act === 'all') void showAllChanges(side, difference?.changes ?? []);
      else if (act) void showChange(side, act);
    });
    pick.onDidTriggerButton(() => end('back'));
    pick.onDidHide(() => end(undefined));
    pick.show();
  });
}

/** Paths, relative to the workspace, of files with text that is only in an editor. */
function unsavedIn(workspace: string): ReadonlySet<string> {
  const dirty = vscode.workspace.textDocuments.filter(({ isDirty, uri }) => isDirty && uri.scheme === 'file');
  return new Set(dirty.map(({ uri }) => relative(workspace, uri.fsPath).replaceAll('\\', '/')));
}

function itemsOf({ entry, difference }: RollbackPreview, unsaved: ReadonlySet<string>): Item[] {
  const { changes = [], skipped = [] } = difference ?? {};
  return [
    {
      label: vscode.l10n.t('$(discard) Roll Back'),
      description: `${filesEffectOf(difference)}; ${runEffectOf(entry)}`,
      detail: vscode.l10n.t('It can be undone: run and files as they are now are kept as a checkpoint.'),
      act: 'go',
    },
    ...(changes.length > 1 ? [{ label: vscode.l10n.t('$(diff-multiple) Compare All Files'), act: 'all' as const }] : []),
    ...(changes.length > 0 ? [separator(vscode.l10n.t('files that change'))] : []),
    ...changes.map((change) => changeItem(change, unsaved)),
    ...(skipped.length > 0 ? [separator(vscode.l10n.t('files that stay as they are'))] : []),
    ...skipped.map(({ path, reason, detail }): Item => ({ label: `$(lock) ${path}`, description: detail ?? wordsFor(reason), act: null })),
  ];
}

function separator(label: string): Item {
  return { label, kind: vscode.QuickPickItemKind.Separator, act: null };
}

const kinds = {
  added: { icon: 'diff-added', words: vscode.l10n.t('comes back') },
  changed: { icon: 'diff-modified', words: vscode.l10n.t('changes back') },
  deleted: { icon: 'diff-removed', words: vscode.l10n.t('is deleted') },
} as const;

/** Text that is only in an editor is no part of a rollback: the editor keeps it. */
function changeItem(change: SnapshotChange, unsaved: ReadonlySet<string>): Item {
  const { icon, words } = kinds[change.kind];
  return { label: `$(${icon}) ${change.path}`, description: unsaved.has(change.path) ? vscode.l10n.t('{0} on disk; its unsaved text stays in the editor', words) : words, act: change };
}
