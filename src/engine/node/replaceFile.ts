import { randomBytes } from 'node:crypto';
import { constants, type Stats } from 'node:fs';
import { lstat, mkdir, open, realpath, rename, rm, type FileHandle } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { descriptorFolder, sameTarget } from './openedPath.ts';

/**
 * Writes a new file beside the old one and renames it over it, so that a reader sees the old bytes or the new ones, other
 * hard links keep theirs, and a crash leaves one of the two. Keeps the mode. Refuses to replace anything but a regular file.
 */
export async function replaceFile(path: string, bytes: Uint8Array): Promise<void> {
  const folder = dirname(path);
  await makeFolders(folder);
  if ((await realpath(folder)) !== folder) throw new Error(`${folder} is no longer the folder it was.`);
  const anchor = await anchorAt(folder);
  try {
    await replaceInside(anchor.path, basename(path), bytes);
    await anchor.handle?.sync();
  } finally {
    await anchor.handle?.close();
  }
}

/** Makes the missing folders below the deepest one that exists, which must not have become a symlink. */
async function makeFolders(folder: string): Promise<void> {
  let existing = folder;
  while (existing !== dirname(existing) && (await lstatOrNull(existing)) === null) existing = dirname(existing);
  if ((await realpath(existing)) !== existing) throw new Error(`${existing} is no longer the folder it was.`);
  if (existing !== folder) await mkdir(folder, { recursive: true });
}

async function replaceInside(folder: string, name: string, bytes: Uint8Array): Promise<void> {
  const target = `${folder}/${name}`;
  const old = await lstatOrNull(target);
  if (old && !old.isFile()) throw new Error(`${name} is not a regular file and was not replaced.`);
  const temporary = `${folder}/.phasegate-${randomBytes(8).toString('hex')}.tmp`;
  try {
    await writeNew(temporary, bytes, old);
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

async function writeNew(path: string, bytes: Uint8Array, old: Stats | null): Promise<void> {
  const handle = await open(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0), 0o666);
  try {
    if (old) await handle.chmod(old.mode & 0o7777);
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

interface Anchor {
  readonly path: string;
  readonly handle: FileHandle | null;
}

/** On Linux, a path through an open descriptor: it stays in that folder even if the folder's name is given to another one. */
async function anchorAt(folder: string): Promise<Anchor> {
  if (descriptorFolder === null) return { path: folder, handle: null };
  const handle = await open(folder, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW);
  if (await sameTarget(handle.fd, folder)) return { path: `${descriptorFolder}/${handle.fd}`, handle };
  await handle.close();
  throw new Error(`${folder} was moved while it was opened.`);
}

async function lstatOrNull(path: string): Promise<Stats | null> {
  try {
    return await lstat(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
