import { constants, type Stats } from 'node:fs';
import { access, lstat } from 'node:fs/promises';
import type { LeftOutReason } from '../../ports/snapshots.ts';
import { type BytePath, foldersOf, inFolder } from './bytePath.ts';
import { largestFileBytes } from './leaveOut.ts';

/** What is to be done with a path that may have changed. */
export type Finding =
  | { readonly type: 'keep'; readonly permissions: number | null }
  | { readonly type: 'gone' }
  | { readonly type: 'left-out'; readonly reason: LeftOutReason };

const atOnce = 256;

/** Looks at each path on disk, without following symlinks on the way or at the end. */
export async function examine(workspace: string, paths: readonly BytePath[], signal: AbortSignal): Promise<ReadonlyMap<BytePath, Finding>> {
  const found = new Map<BytePath, Finding>();
  const folders = new Map<BytePath, Promise<boolean>>();
  const isRealFolder = (folder: BytePath): Promise<boolean> => {
    const known = folders.get(folder) ?? lstatOrNull(inFolder(workspace, folder)).then((stats) => stats?.isDirectory() ?? false);
    folders.set(folder, known);
    return known;
  };
  for (let at = 0; at < paths.length; at += atOnce) {
    signal.throwIfAborted();
    await Promise.all(paths.slice(at, at + atOnce).map(async (path) => {
      const onTheWay = await Promise.all(foldersOf(path).map(isRealFolder));
      found.set(path, onTheWay.every(Boolean) ? await examineOne(inFolder(workspace, path)) : { type: 'gone' });
    }));
  }
  return found;
}

async function examineOne(path: Buffer): Promise<Finding> {
  const stats = await lstatOrNull(path);
  if (stats === null) return { type: 'gone' };
  if (stats.isSymbolicLink()) return { type: 'keep', permissions: null };
  if (stats.isDirectory()) return (await lstatOrNull(inFolder(path, '.git'))) ? { type: 'left-out', reason: 'embedded-repository' } : { type: 'gone' };
  if (!stats.isFile()) return { type: 'gone' };
  if (stats.size > largestFileBytes) return { type: 'left-out', reason: 'too-large' };
  return (await isReadable(path)) ? { type: 'keep', permissions: stats.mode & 0o777 } : { type: 'left-out', reason: 'unreadable' };
}

export async function lstatOrNull(path: Buffer): Promise<Stats | null> {
  try {
    return await lstat(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return null;
    throw error;
  }
}

async function isReadable(path: Buffer): Promise<boolean> {
  try {
    await access(path, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}
