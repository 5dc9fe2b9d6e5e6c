import { constants, type Dirent } from 'node:fs';
import { lstat, open, readdir, realpath } from 'node:fs/promises';
import type { DirectoryEntry, FileKind, Files } from '../ports/files.ts';
import { anchorAt } from './anchor.ts';
import { replaceFile } from './replaceFile.ts';
import { kindOf } from './fileKind.ts';
import { namesBelow } from './namesBelow.ts';
import { sameTarget } from './openedPath.ts';

/** More entries than this in one folder are an error, not a list. */
const entryLimit = 100_000;

/** The workspace folder on disk. Rejects when `root` is not a folder. */
export async function nodeFiles(root: string): Promise<Files> {
  const canonical = await realpath(root);
  if (!(await lstat(canonical)).isDirectory()) throw new Error(`${root} is not a folder.`);
  return {
    root: canonical,
    stat: statOf,
    realPath: (path) => realpath(path),
    read: readRegularFile,
    write: replaceFile,
    list: listFolder,
    namesBelow,
  };
}

async function statOf(path: string): Promise<{ kind: FileKind; sizeBytes: number } | null> {
  try {
    const stats = await lstat(path);
    return { kind: kindOf(stats), sizeBytes: stats.size };
  } catch (error) {
    if (isNothingThere(error)) return null;
    throw error;
  }
}

/** Read of a file that does not say how long it is, as those of the kernel. */
const unknownSizeBytes = 65_536;
/** How much a file may grow while it is read. What is kept of a small file must stay small: many are held at once. */
const growthBytes = 1_024;

/** Without following a symlink, without waiting for a FIFO's writer, and never more than the limit even while the file grows. */
async function readRegularFile(path: string, limitBytes: number): Promise<Uint8Array> {
  const handle = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) throw new Error(`${path} is not a regular file.`);
    if (!(await sameTarget(handle.fd, path))) throw new Error(`${path} was moved while it was opened.`);
    if (stats.size > limitBytes) throw tooLarge(path, stats.size, limitBytes);
    const buffer = Buffer.alloc(Math.min(limitBytes, stats.size === 0 ? unknownSizeBytes : stats.size + growthBytes) + 1);
    let length = 0;
    while (length < buffer.length) {
      const { bytesRead } = await handle.read(buffer, length, buffer.length - length, null);
      if (bytesRead === 0) return buffer.subarray(0, length);
      length += bytesRead;
    }
    throw length > limitBytes ? tooLarge(path, length, limitBytes) : new Error(`${path} grew while it was read.`);
  } finally {
    await handle.close();
  }
}

async function listFolder(path: string): Promise<readonly DirectoryEntry[]> {
  const entries = await entriesOf(path);
  if (entries.length > entryLimit) throw new Error(`${path} holds ${entries.length} entries; at most ${entryLimit} can be listed.`);
  return entries
    .map((entry) => ({ name: entry.name, kind: kindOf(entry) }))
    .toSorted((left, right) => (left.name < right.name ? -1 : 1));
}

async function entriesOf(path: string): Promise<readonly Dirent[]> {
  const anchor = await anchorAt(path);
  try {
    return await readdir(anchor.path, { withFileTypes: true });
  } finally {
    await anchor.handle?.close();
  }
}

function tooLarge(path: string, size: number, limit: number): Error {
  return new Error(`${path} is too large: ${size} bytes, at most ${limit} are read.`);
}

function isNothingThere(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}
