import type { SnapshotChange } from '../../ports/snapshots.ts';
import { toDisplay } from './bytePath.ts';
import type { CaptureContext } from './captureFiles.ts';
import type { Entry } from './entry.ts';
import { readSnapshot } from './snapshotContent.ts';

/** By name, kind and content alone; both snapshots are listed, no content is read. */
export async function changesBetween({ git }: Pick<CaptureContext, 'git'>, { before, after }: { readonly before: string; readonly after: string }, signal: AbortSignal): Promise<readonly SnapshotChange[]> {
  const [{ entries: old }, { entries: now }] = [await readSnapshot(git, before, signal), await readSnapshot(git, after, signal)];
  const changes = [...new Set([...old.keys(), ...now.keys()])].flatMap((path): readonly SnapshotChange[] => {
    const kind = kindOf(old.get(path), now.get(path));
    return kind === null ? [] : [{ path: toDisplay(path), kind }];
  });
  return changes.toSorted((left, right) => (left.path < right.path ? -1 : 1));
}

function kindOf(old: Entry | undefined, now: Entry | undefined): SnapshotChange['kind'] | null {
  if (!old) return now ? 'added' : null;
  if (!now) return 'deleted';
  return old.blob === now.blob && old.mode === now.mode ? null : 'changed';
}
