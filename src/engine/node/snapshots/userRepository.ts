import { lstat, readFile, realpath, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join, resolve } from 'node:path';

/** The user's repository around a workspace: places that are read and never written. */
export interface UserRepository {
  /** Its top folder: the workspace, or one above it. */
  readonly top: string;
  /** `null` where the repository is of a kind whose index and objects cannot be shared. */
  readonly index: string | null;
  readonly exclude: string | null;
  readonly objects: string | null;
}

/** Longer ones are no pointers to a repository. */
const pointerLimitBytes = 4_096;

/** The nearest repository at or above a folder; `null` where there is none. */
export async function findUserRepository(workspace: string): Promise<UserRepository | null> {
  for (let folder = workspace; ; folder = dirname(folder)) {
    const data = await dataFolder(join(folder, '.git'));
    if (data !== null) return describe(folder, data);
    if (folder === dirname(folder)) return null;
  }
}

async function describe(top: string, data: string): Promise<UserRepository> {
  const pointer = await readShort(join(data, 'commondir'));
  const shared = pointer === null ? data : resolve(data, pointer.trim());
  const canShare = await usesKnownHashes(shared);
  return {
    top,
    index: canShare ? await existing(join(data, 'index'), 'file') : null,
    exclude: await existing(join(shared, 'info', 'exclude'), 'file'),
    objects: canShare ? await existing(join(shared, 'objects'), 'folder') : null,
  };
}

/** Where the Git data is: the folder `.git`, or the one that a file `.git` names (worktrees, submodules). */
async function dataFolder(path: string): Promise<string | null> {
  const text = await readShort(path);
  const named = text?.match(/^gitdir: (.+?)\s*$/)?.[1];
  const folder = named === undefined ? path : isAbsolute(named) ? named : resolve(dirname(path), named);
  return (await existing(join(folder, 'HEAD'), 'file')) === null ? null : folder;
}

async function usesKnownHashes(shared: string): Promise<boolean> {
  const config = (await readShort(join(shared, 'config'), 1_000_000)) ?? '';
  return !/^\s*objectformat\s*=\s*"?(?!sha1)\w/im.test(config);
}

async function existing(path: string, kind: 'file' | 'folder'): Promise<string | null> {
  try {
    const stats = await stat(path);
    return (kind === 'file' ? stats.isFile() : stats.isDirectory()) ? await realpath(path) : null;
  } catch {
    return null;
  }
}

async function readShort(path: string, limitBytes = pointerLimitBytes): Promise<string | null> {
  try {
    const stats = await lstat(path);
    return stats.isFile() && stats.size <= limitBytes ? await readFile(path, 'utf8') : null;
  } catch {
    return null;
  }
}
