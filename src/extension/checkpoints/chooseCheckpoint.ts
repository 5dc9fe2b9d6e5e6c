import * as vscode from 'vscode';
import type { RunId } from '../../engine/model/ids.ts';
import type { Composition } from '../compose.ts';
import type { CheckpointEntry } from './checkpointEntries.ts';
import { filesEffectOf, labelOf, runEffectOf, timeOf } from './checkpointWords.ts';

interface Item extends vscode.QuickPickItem {
  readonly entry: CheckpointEntry;
}

/** The person's choice. What each would do to the files is looked up while the list is open, newest first. */
export function chooseCheckpoint({ engine }: Composition, run: RunId, entries: readonly CheckpointEntry[]): Promise<CheckpointEntry | undefined> {
  const pick = vscode.window.createQuickPick<Item>();
  Object.assign(pick, {
    title: vscode.l10n.t('Roll Back'),
    placeholder: vscode.l10n.t('Where should the run and its files go back to?'),
    matchOnDescription: true,
    matchOnDetail: true,
    busy: true,
    items: entries.map((entry) => toItem(entry, entry.hasFiles ? vscode.l10n.t('looking at the files …') : filesEffectOf(null))),
  });
  let isOpen = true;
  const lookUp = async (): Promise<void> => {
    for (const entry of entries) {
      const preview = isOpen && entry.hasFiles ? await engine.previewRollback(run, entry.checkpoint) : undefined;
      if (!isOpen || !preview) continue;
      const active = pick.activeItems[0]?.entry.checkpoint;
      pick.keepScrollPosition = true;
      pick.items = pick.items.map((item) => (item.entry === entry ? toItem(entry, preview.ok ? filesEffectOf(preview.value) : preview.error) : item));
      pick.activeItems = pick.items.filter((item) => item.entry.checkpoint === active);
    }
    if (isOpen) pick.busy = false;
  };
  return new Promise((resolve) => {
    const end = (entry: CheckpointEntry | undefined): void => {
      isOpen = false;
      resolve(entry);
      pick.dispose();
    };
    pick.onDidAccept(() => end(pick.selectedItems[0]?.entry));
    pick.onDidHide(() => end(undefined));
    pick.show();
    void lookUp();
  });
}

function toItem(entry: CheckpointEntry, files: string): Item {
  const icon = entry.phaseName === null ? '$(discard)' : '$(git-commit)';
  return { label: `${icon} ${labelOf(entry)}`, description: timeOf(entry), detail: capitalized(`${files}; ${runEffectOf(entry)}`), entry };
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
