import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Result, err, ok } from '../base/result.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';
import type { Log } from '../ports/log.ts';
import type { Store, StoreProblem } from '../ports/store.ts';
import { loadSqlite } from './bridge/loadSqlite.ts';
import { Blobs } from './contents/blobs.ts';
import { Contents } from './contents/contents.ts';
import type { Database } from './database.ts';
import { durableStore } from './durableStore.ts';
import { openDatabase } from './file/openDatabase.ts';
import { problemOf } from './file/problems.ts';
import { acquireLease } from './lease/acquireLease.ts';
import type { Lease, LeaseTiming } from './lease/lease.ts';

export interface StoreOptions {
  /** Made when missing. Holds `phasegate.db`, `blobs/` and the lease. */
  readonly folder: string;
  /** The file `sql-wasm.wasm` of sql.js. */
  readonly wasmPath: string;
  readonly log: Log;
  readonly clock: Clock;
  readonly ids: Ids;
  /** For a person who finds the store taken: who holds it. */
  readonly owner: string;
  readonly leaseTiming?: LeaseTiming;
}

export const databaseName = 'phasegate.db';

/**
 * Opens the store of a folder as its one writer. Every problem with the folder or the file is an answer; only a broken
 * installation (a wasm file of another build) rejects. Finding out that another process lives takes up to a heartbeat, a second.
 */
export async function openStore(options: StoreOptions): Promise<Result<Store, StoreProblem>> {
  const sqlite = await loadSqlite(options.wasmPath);
  const path = join(options.folder, databaseName);
  const lease = await take(options);
  if (!lease.ok) return lease;
  const database = await openDatabase(sqlite, { path, isNewFolder: prepareFolder(options.folder), isShared: lease.value.isFromLivingHolder });
  if (!database.ok) {
    lease.value.dispose();
    return database;
  }
  return ok(await opened(options, database.value, lease.value));
}

async function take({ folder, owner, clock, leaseTiming }: StoreOptions): Promise<Result<Lease, StoreProblem>> {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const lease = await acquireLease({ folder, owner, clock, timing: leaseTiming });
    if (lease.ok) return lease;
    return err({ type: 'owned', message: `${folder} is in use by ${lease.error.owner}.`, owner: lease.error.owner });
  } catch (error) {
    return err(problemOf(folder, error));
  }
}

/** Answers whether there was no store before. A database is made only after its blob folder, so an empty file beside one was emptied. */
function prepareFolder(folder: string): boolean {
  return mkdirSync(join(folder, 'blobs'), { recursive: true, mode: 0o700 }) !== undefined;
}

async function opened({ folder, ids, log }: StoreOptions, database: Database, lease: Lease): Promise<Store> {
  const blobs = new Blobs(join(folder, 'blobs'));
  await blobs.clean();
  const contents = new Contents({ database, blobs, ids });
  return durableStore({ path: join(folder, databaseName), database, contents, lease, log });
}
