import { randomBytes } from 'node:crypto';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isObjectName } from './entry.ts';

/** A restore under way: enough to do the rest of it. */
export interface Journal {
  readonly safety: string;
  readonly target: string;
  /** Names the temporary files of this restore. */
  readonly mark: string;
}

export function newJournal(safety: string, target: string): Journal {
  return { safety, target, mark: randomBytes(8).toString('hex') };
}

/** Durable when resolved. */
export async function writeJournal(path: string, { safety, target, mark }: Journal): Promise<void> {
  const draft = `${path}.draft`;
  const handle = await open(draft, 'w');
  try {
    await handle.writeFile(`${safety} ${target} ${mark}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(draft, path);
  await syncFolderOf(path);
}

/** `null` where no restore is under way. A file that is none of ours counts as none: journals are written whole. */
export async function readJournal(path: string): Promise<Journal | null> {
  const text = await readFile(path, 'utf8').catch(() => '');
  const [safety = '', target = '', mark = ''] = text.trim().split(' ');
  return isObjectName(safety) && isObjectName(target) && /^[0-9a-f]{16}$/.test(mark) ? { safety, target, mark } : null;
}

export async function removeJournal(path: string): Promise<void> {
  await rm(path, { force: true });
  await syncFolderOf(path);
}

async function syncFolderOf(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(dirname(path), 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
