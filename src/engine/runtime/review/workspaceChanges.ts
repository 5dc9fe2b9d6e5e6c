import { lineDiff } from '../../base/lineDiff.ts';
import type { SnapshotChange, SnapshotId, Snapshots } from '../../ports/snapshots.ts';

/** What a reviewer is shown at most, in UTF-16 code units; it can read the files themselves. */
const longestFile = 20_000;
const longestAll = 80_000;

export interface Between {
  readonly before: SnapshotId;
  readonly after: SnapshotId;
}

/** What changed in the workspace's files between two snapshots, the later one as they are now; `null` where that cannot be told. */
export async function workspaceChanges(snapshots: Snapshots, between: Between): Promise<string | null> {
  const difference = await snapshots.preview(between.before);
  if (!difference.ok) return null;
  const texts: string[] = [];
  let left = longestAll;
  for (const change of difference.value.changes) {
    const text = left > 0 ? await changeText(snapshots, change, between) : `${headOf(change)}\n(not shown)`;
    left -= text.length;
    texts.push(text);
  }
  return texts.length === 0 ? 'No file was changed.' : texts.join('\n\n');
}

/** Going back would undo it: what going back adds was deleted. */
const doneBy = { added: 'deleted', deleted: 'added', changed: 'changed' } as const;

function headOf({ path, kind }: SnapshotChange): string {
  return `${doneBy[kind]}: ${path}`;
}

async function changeText(snapshots: Snapshots, change: SnapshotChange, { before, after }: Between): Promise<string> {
  const [old, now] = [await snapshots.textAt(before, change.path), await snapshots.textAt(after, change.path)];
  if (!old.ok || !now.ok) return `${headOf(change)}\n(no text)`;
  const diff = lineDiff(old.value ?? '', now.value ?? '');
  return `${headOf(change)}\n${diff.length <= longestFile ? diff : `${diff.slice(0, longestFile)}\n(cut here: ${diff.length - longestFile} more characters)`}`;
}
