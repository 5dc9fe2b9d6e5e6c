import { constants } from 'node:fs';
import { chmod, mkdir, open, readlink, rename, rmdir, symlink, unlink, type FileHandle } from 'node:fs/promises';
import { descriptorFolder } from '../openedPath.ts';
import { type BytePath, foldersOf, inFolder, splitPath, toBytes } from './bytePath.ts';
import type { Entry } from './entry.ts';
import { lstatOrNull } from './examine.ts';

/** Where a step works: the workspace, and a mark that its temporary files carry. */
export interface Workplace {
  readonly workspace: string;
  readonly mark: string;
}

/** Makes the file or symlink under another name and renames it into place. */
export async function placeFile({ workspace, mark }: Workplace, path: BytePath, entry: Entry & { readonly content: Buffer }): Promise<void> {
  const { folder, name } = splitPath(path);
  await makeFolders(workspace, path);
  await inside(workspace, folder, async (base) => {
    const target = inFolder(base, name);
    const temporary = inFolder(base, temporaryName(mark));
    if ((await lstatOrNull(target))?.isDirectory()) await rmdir(target);
    await unlinkIfThere(temporary);
    try {
      if (entry.mode === '120000') await symlink(entry.content, temporary);
      else await writeNew(temporary, entry);
      await rename(temporary, target);
    } catch (error) {
      await unlinkIfThere(temporary);
      throw error;
    }
  });
}

/** Removes a file or a symlink, and the folders that are empty without it. */
export async function removeFile({ workspace }: Workplace, path: BytePath): Promise<void> {
  const { folder, name } = splitPath(path);
  await inside(workspace, folder, (base) => unlink(inFolder(base, name)));
  for (const emptied of foldersOf(path).toReversed()) {
    const isGone = await rmdir(inFolder(workspace, emptied)).then(() => true, () => false);
    if (!isGone) return;
  }
}

/** Removes what a killed restore was just making beside a path. */
export async function removeTemporary({ workspace, mark }: Workplace, path: BytePath): Promise<void> {
  await inside(workspace, splitPath(path).folder, (base) => unlinkIfThere(inFolder(base, temporaryName(mark)))).catch(() => undefined);
}

/** Makes the renames in a folder durable. A folder that is gone needs none. */
export async function syncFolder(workspace: string, folder: BytePath): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(inFolder(workspace, folder), constants.O_RDONLY).catch(() => null);
  try {
    await handle?.sync();
  } finally {
    await handle?.close();
  }
}

function temporaryName(mark: string): string {
  return `.phasegate-${mark}.tmp`;
}

async function writeNew(path: Buffer, { content, permissions }: Entry & { readonly content: Buffer }): Promise<void> {
  const handle = await open(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0), 0o600);
  try {
    await handle.writeFile(content);
    if (process.platform === 'win32') await chmod(path, permissions);
    else await handle.chmod(permissions);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function unlinkIfThere(path: Buffer): Promise<void> {
  if (await lstatOrNull(path)) await unlink(path);
}

/** Makes the missing folders, one by one, so that none is made behind a symlink. */
async function makeFolders(workspace: string, path: BytePath): Promise<void> {
  for (const folder of foldersOf(path)) {
    const place = inFolder(workspace, folder);
    const stats = await lstatOrNull(place);
    if (stats === null) await mkdir(place);
    else if (!stats.isDirectory()) throw new Error('A folder on the way is none any more.');
  }
}

/** On Linux, work goes through an open descriptor: it stays in that folder even if the folder's name is given to a symlink. */
async function inside(workspace: string, folder: BytePath, work: (base: Buffer) => Promise<void>): Promise<void> {
  const place = folder === '' ? Buffer.from(workspace) : inFolder(workspace, folder);
  if (descriptorFolder === null) return work(place);
  const handle = await open(place, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW);
  try {
    await work(await anchorOf(handle, place));
  } finally {
    await handle.close();
  }
}

async function anchorOf({ fd }: FileHandle, place: Buffer): Promise<Buffer> {
  const anchor = toBytes(`${descriptorFolder}/${fd}`);
  const opened = await readlink(anchor, { encoding: 'buffer' });
  if (!opened.equals(place)) throw new Error('The folder was moved while it was opened.');
  return anchor;
}
