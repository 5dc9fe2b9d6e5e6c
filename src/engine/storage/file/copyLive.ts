import { closeSync, constants, copyFileSync, existsSync, openSync, readSync, rmSync } from 'node:fs';
import { copyFile, rm } from 'node:fs/promises';

const attempts = 5;
/** Where a write-ahead log's salts are: https://www.sqlite.org/fileformat2.html#the_write_ahead_log */
const salts = { start: 16, length: 8 };

/**
 * Copies a database that another process may be writing, as it was at its latest commit.
 *
 * First the file, then its write-ahead log: whatever a checkpoint changed in the file meanwhile is still in the log, unless the
 * log was started anew, and then its salts differ and the copy is made again. Half-written commits at its end fail their
 * checksums and do not count. Throws when the log is restarted faster than it can be copied.
 */
export function copyLive(path: string, target: string): void {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const before = saltsOf(`${path}-wal`);
    copyFileSync(path, target, constants.COPYFILE_FICLONE);
    if (existsSync(`${path}-wal`)) copyFileSync(`${path}-wal`, `${target}-wal`, constants.COPYFILE_FICLONE);
    else rmSync(`${target}-wal`, { force: true });
    if (before === saltsOf(`${path}-wal`) && before === saltsOf(`${target}-wal`)) return;
  }
  throw new Error(`${path} changes too fast to be copied`);
}

/** The same, leaving the event loop free: commits may go on meanwhile. */
export async function copyLiveInBackground(path: string, target: string): Promise<void> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const before = saltsOf(`${path}-wal`);
    await copyFile(path, target, constants.COPYFILE_FICLONE);
    if (existsSync(`${path}-wal`)) await copyFile(`${path}-wal`, `${target}-wal`, constants.COPYFILE_FICLONE);
    else await rm(`${target}-wal`, { force: true });
    if (before === saltsOf(`${path}-wal`) && before === saltsOf(`${target}-wal`)) return;
  }
  throw new Error(`${path} changes too fast to be copied`);
}

/** Empty where there is no log. */
function saltsOf(path: string): string {
  if (!existsSync(path)) return '';
  const bytes = Buffer.alloc(salts.length);
  const descriptor = openSync(path, 'r');
  try {
    return bytes.subarray(0, readSync(descriptor, bytes, 0, salts.length, salts.start)).toString('hex');
  } finally {
    closeSync(descriptor);
  }
}
