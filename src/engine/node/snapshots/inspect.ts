import { constants } from 'node:fs';
import { open, readdir, readlink } from 'node:fs/promises';
import type { SkipReason } from '../../ports/snapshots.ts';
import { objectName } from './blobName.ts';
import { type BytePath, foldersOf, inFolder } from './bytePath.ts';
import type { Entry } from './entry.ts';
import { lstatOrNull } from './examine.ts';
import { largestFileBytes } from './leaveOut.ts';
import type { Step } from './planRestore.ts';

/** `done`: the path is already as the snapshot has it. `ready`: what is there is what the safety snapshot has. */
export type Readiness = { readonly type: 'done' } | { readonly type: 'ready' } | { readonly type: 'skip'; readonly reason: SkipReason };

const done: Readiness = { type: 'done' };
const ready: Readiness = { type: 'ready' };

/** Paths that other steps take out of the way first. */
export type Leaving = ReadonlySet<BytePath>;

/** Looks at a path on disk just before it is changed: only content that the safety snapshot has may go. */
export async function inspect(workspace: string, step: Step, leaving: Leaving): Promise<Readiness> {
  const blocked = await blockedOnTheWay(workspace, step, leaving);
  if (blocked !== null) return blocked;
  const path = inFolder(workspace, step.path);
  const stats = await lstatOrNull(path);
  if (stats === null) return step.after === null ? done : ready;
  if (stats.isDirectory()) return insteadOfFolder(path, step, leaving);
  const found = await contentAt(path, stats);
  if (found === null) return skip('in-the-way');
  if (step.after !== null && isContent(found, step.after) && hasPermissions(found, step.after)) return done;
  if (found.isSymlink && step.after !== null && step.after.mode !== '120000') return skip('became-symlink');
  if (step.before === null) return skip('in-the-way');
  return isContent(found, step.before) ? ready : skip('changed-meanwhile');
}

function skip(reason: SkipReason): Readiness {
  return { type: 'skip', reason };
}

async function blockedOnTheWay(workspace: string, { path, after }: Step, leaving: Leaving): Promise<Readiness | null> {
  for (const folder of foldersOf(path)) {
    const place = inFolder(workspace, folder);
    const stats = await lstatOrNull(place);
    if (stats === null) return after === null ? done : null;
    if (stats.isSymbolicLink()) return skip('became-symlink');
    if (!stats.isDirectory()) return after === null ? done : leaving.has(folder) ? null : skip('in-the-way');
    if (await lstatOrNull(inFolder(place, '.git'))) return skip('embedded-repository');
  }
  return null;
}

/** A folder stands where the snapshot has a file: it may go when it is empty, or when the files in it go. */
async function insteadOfFolder(folder: Buffer, { path, after }: Step, leaving: Leaving): Promise<Readiness> {
  if (after === null) return done;
  const isEmpty = (await readdir(folder, { encoding: 'buffer' })).length === 0;
  return isEmpty || [...leaving].some((other) => other.startsWith(`${path}/`)) ? ready : skip('in-the-way');
}

interface Found {
  readonly isSymlink: boolean;
  readonly blob: string;
  readonly permissions: number;
}

/** `null` for what is no file, cannot be read, or is too large to have been copied. */
async function contentAt(path: Buffer, stats: { isSymbolicLink(): boolean; isFile(): boolean }): Promise<Found | null> {
  if (stats.isSymbolicLink()) return { isSymlink: true, blob: objectName('blob', await readlink(path, { encoding: 'buffer' })), permissions: 0o777 };
  if (!stats.isFile()) return null;
  const handle = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)).catch(() => null);
  if (handle === null) return null;
  try {
    const opened = await handle.stat();
    if (!opened.isFile() || opened.size > largestFileBytes) return null;
    return { isSymlink: false, blob: objectName('blob', await handle.readFile()), permissions: opened.mode & 0o777 };
  } finally {
    await handle.close();
  }
}

function isContent(found: Found, entry: Entry): boolean {
  return found.blob === entry.blob && found.isSymlink === (entry.mode === '120000');
}

function hasPermissions(found: Found, entry: Entry): boolean {
  return found.isSymlink || process.platform === 'win32' || found.permissions === entry.permissions;
}
