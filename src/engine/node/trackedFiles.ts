import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { indexEntries } from './indexLinks.ts';

interface Known {
  readonly version: string;
  readonly paths: readonly string[];
}

type PathTest = (path: string) => boolean;

const known = new WeakMap<PathTest, Map<string, Known>>();

/** Wanted paths in an index, from its working folder. Read anew when the index has changed. Rejects for one that cannot be understood. */
export async function trackedFiles(gitFolder: string, isWanted: PathTest): Promise<readonly string[]> {
  const index = join(gitFolder, 'index');
  const found = await stat(index, { bigint: true }).catch(() => null);
  if (found === null) return [];
  const version = `${found.mtimeNs} ${found.size} ${found.ino}`;
  const byIndex = known.get(isWanted) ?? new Map<string, Known>();
  known.set(isWanted, byIndex);
  const before = byIndex.get(index);
  if (before?.version === version) return before.paths;
  const paths = indexEntries(await readFile(index)).map(({ name }) => name).filter(isWanted);
  byIndex.set(index, { version, paths });
  return paths;
}
