import { randomBytes } from 'node:crypto';
import { constants, type Stats } from 'node:fs';
import { lstat, mkdir, open, realpath, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { anchorAt } from './anchor.ts';

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

/** Makes the missing folders below the deepest one that exists, which must not have become a symlink; one by one, each inside the last. */
async function makeFolders(folder: string): Promise<void> {
  const missing: string[] = [];
  let existing = folder;
  for (; existing !== dirname(existing) && (await lstatOrNull(existing)) === null; existing = dirname(existing)) missing.unshift(basename(existing));
  if ((await realpath(existing)) !== existing) throw new Error(`${existing} is no longer the folder it was.`);
  for (const name of missing) {
    const anchor = await anchorAt(existing);
    try {
      await mkdir(`${anchor.path}/${name}`).catch(unlessThere);
    } finally {
      await anchor.handle?.close();
    }
    existing = join(existing, name);
  }
}

/** Another write made it meanwhile. */
function unlessThere(error: unknown): void {
  if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
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

async function lstatOrNull(path: string): Promise<Stats | null> {
  try {
    return await lstat(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
