import { existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Result, err, ok } from '../../base/result.ts';
import type { StoreProblem } from '../../ports/store.ts';
import type { Sqlite } from '../bridge/loadSqlite.ts';
import { syncFolder } from '../contents/blobs.ts';
import { Database } from '../database.ts';
import { migrate } from '../migrate.ts';
import { goodCopyPath } from '../places.ts';
import { inspectHeader } from './header.ts';
import { corrupt, problemOf } from './problems.ts';
import { renewFile } from './renewFile.ts';
import { checkedBytes, problemIn, schemaProblem } from './soundness.ts';


export interface DatabasePlace {
  readonly path: string;
  /** Nothing of a store was there before. */
  readonly isNewFolder: boolean;
  /** A former holder of the lease may still have the file open. */
  readonly isShared: boolean;
}

/**
 * Opens the file, makes it when there is none, and brings it up to date. A file that cannot be used is left as it is, to
 * the byte. The caller must hold the lease of its folder.
 */
export async function openDatabase(sqlite: Sqlite, { path, isNewFolder, isShared }: DatabasePlace): Promise<Result<Database, StoreProblem>> {
  try {
    const state = inspectHeader(path);
    if (state.type === 'foreign') return err(corrupt(path, state.reason));
    if (state.type === 'empty' && !isNewFolder) return err(corrupt(path, 'it is empty'));
    if (state.type === 'absent' && existsSync(`${path}-wal`)) return err(corrupt(path, 'it is missing, but its write-ahead log is there'));
    if (state.type === 'absent' && existsSync(goodCopyPath(dirname(path)))) return err(corrupt(path, 'it is missing, but a good copy of it is there'));
    if (state.type !== 'ours') await create(sqlite, path);
    else if (isShared) await renewFile(sqlite, path);
    return openExisting(sqlite, path);
  } catch (error) {
    return err(problemOf(path, error));
  }
}

/** Made aside and renamed: a database that exists is complete. */
async function create(sqlite: Sqlite, path: string): Promise<void> {
  const aside = `${path}.new`;
  for (const suffix of ['', '-wal', '-journal']) rmSync(`${aside}${suffix}`, { force: true });
  const database = new Database(sqlite, aside);
  database.configure();
  migrate(database);
  database.close();
  renameSync(aside, path);
  await syncFolder(dirname(path));
}

function openExisting(sqlite: Sqlite, path: string): Result<Database, StoreProblem> {
  const needsCheck = existsSync(`${path}-wal`) || statSync(path).size <= checkedBytes;
  const database = new Database(sqlite, path);
  try {
    database.configure();
    const problem = problemIn(database, needsCheck);
    const migrated = problem ? err(corrupt(path, problem)) : migrate(database);
    const misfit = migrated.ok ? schemaProblem(sqlite, database) : null;
    const result = misfit ? err(corrupt(path, misfit)) : migrated;
    if (result.ok) return ok(database);
    database.abandon();
    return result;
  } catch (error) {
    database.abandon();
    return err(problemOf(path, error));
  }
}
