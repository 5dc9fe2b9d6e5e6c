import { type About, fromAbout } from './about.ts';
import { type BytePath, splitNul } from './bytePath.ts';
import { type Entry, isObjectName, parseEntries, toEntry } from './entry.ts';
import { type Git, GitError } from './git.ts';

/** What a snapshot holds, without the contents. */
export interface SnapshotContent extends About {
  readonly id: string;
  readonly entries: ReadonlyMap<BytePath, Entry>;
}

export class SnapshotMissing extends Error {
  override readonly name = 'SnapshotMissing';
}

/** Rejects with `SnapshotMissing` where there is no such snapshot. */
export async function readSnapshot(git: Git, id: string, signal: AbortSignal): Promise<SnapshotContent> {
  if (!isObjectName(id)) throw new SnapshotMissing(`"${id.slice(0, 60)}" is not the id of a snapshot.`);
  const [about, listed] = await Promise.all([readAbout(git, id, signal), git.run({ args: ['ls-tree', '-r', '-z', '--full-tree', `${id}:files`] }, signal)]).catch((error: unknown) => {
    throw error instanceof GitError ? new SnapshotMissing(`The snapshot ${id} is not there any more.`) : error;
  });
  const entries = [...parseEntries(splitNul(listed))].flatMap(([path, { mode, blob }]) => {
    const entry = toEntry(mode, blob, about.permissions.get(path));
    return entry === null ? [] : [[path, entry] as const];
  });
  return { id, ...about, entries: new Map(entries) };
}

async function readAbout(git: Git, id: string, signal: AbortSignal): Promise<About> {
  return fromAbout(await git.run({ args: ['cat-file', 'blob', `${id}:about`] }, signal));
}
