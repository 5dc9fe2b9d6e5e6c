import { renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Sqlite } from '../bridge/loadSqlite.ts';
import { syncFolder } from '../contents/blobs.ts';
import { Database } from '../database.ts';
import { copyLive } from './copyLive.ts';

/**
 * Puts a copy in the place of the database, so that a former holder that still runs keeps writing into a file nobody reads.
 * It never acknowledges those writes: it asks for its lease after each, and that was lost before the copy began. Killed at any
 * point, the old file or the new one is there, and the old log fits both.
 */
export async function renewFile(sqlite: Sqlite, path: string): Promise<void> {
  const aside = `${path}.new`;
  copyLive(path, aside);
  const database = new Database(sqlite, aside);
  database.configure();
  database.close();
  renameSync(aside, path);
  rmSync(`${path}-wal`, { force: true });
  await syncFolder(dirname(path));
}
