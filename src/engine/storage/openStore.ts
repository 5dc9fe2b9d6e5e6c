import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Result, err, ok } from '../base/result.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';
import type { Log } from '../ports/log.ts';
import type { Store, StoreProblem } from '../ports/store.ts';
import { loadSqlite, type Sqlite } from './bridge/loadSqlite.ts';
import { Blobs } from './contents/blobs.ts';
import { Contents } from './contents/contents.ts';
import { durableStore } from './durableStore.ts';
import { openDatabase } from './file/openDatabase.ts';
import { problemOf, withOffer } from './file/problems.ts';
import { acquireLease } from './lease/acquireLease.ts';
import type { Lease, LeaseTiming } from './lease/lease.ts';
import { databaseName } from './places.ts';
import { finishRestore } from './recovery/finishRestore.ts';
import { GoodCopies } from './recovery/goodCopies.ts';

export interface StoreOptions {
  /** Made when missing. Holds `phasegate.db`, `blobs/`, the last good copy, and the lease. */
  readonly folder: string;
  /** The file `sql-wasm.wasm` of sql.js. */
  readonly wasmPath: string;
  readonly log: Log;
  readonly clock: Clock;
  readonly ids: Ids;
  /** For a person who finds the store taken: who holds it. */
  readonly owner: string;
  readonly leaseTiming?: LeaseTiming;
  /** How old the last good copy may grow while the store is changed; ten minutes unless given. */
  readonly goodCopyEveryMs?: number;
}

const usualCopyEveryMs = 10 * 60 * 1_000;

/**
 * Opens the store of a folder as its one writer. Every problem with the folder or the file is an answer; only a broken
 * installation (a wasm file of another build) rejects. Finding out that another process lives takes up to a heartbeat, a second.
 */
export async function openStore(options: StoreOptions): Promise<Result<Store, StoreProblem>> {
  const sqlite = await loadSqlite(options.wasmPath);
  const lease = await takeLease(options);
  if (!lease.ok) return lease;
  const store = await openHeld(sqlite, options, lease.value).catch((error: unknown) => err(problemOf(options.folder, error)));
  if (!store.ok) lease.value.dispose();
  return store.ok ? store : err(withOffer(store.error, options.folder));
}

/** The right to write to the folder, which is made when missing. */
export async function takeLease({ folder, owner, clock, leaseTiming }: Pick<StoreOptions, 'folder' | 'owner' | 'clock' | 'leaseTiming'>): Promise<Result<Lease, StoreProblem>> {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const lease = await acquireLease({ folder, owner, clock, timing: leaseTiming });
    if (lease.ok) return lease;
    return err({ type: 'owned', message: `${folder} is in use by ${lease.error.owner}.`, owner: lease.error.owner });
  } catch (error) {
    return err(problemOf(folder, error));
  }
}

async function openHeld(sqlite: Sqlite, options: StoreOptions, lease: Lease): Promise<Result<Store, StoreProblem>> {
  const { folder, wasmPath, clock, ids, log } = options;
  const path = join(folder, databaseName);
  await finishRestore(folder);
  const database = await openDatabase(sqlite, { path, isNewFolder: prepareFolder(folder), isShared: lease.isFromLivingHolder });
  if (!database.ok) return database;
  const blobs = new Blobs(join(folder, 'blobs'));
  await blobs.clean();
  const contents = new Contents({ database: database.value, blobs, ids });
  const goodCopies = new GoodCopies({ folder, path, wasmPath, clock, log, isWanted: () => lease.isHeld(), everyMs: options.goodCopyEveryMs ?? usualCopyEveryMs });
  return ok(durableStore({ path, database: database.value, contents, lease, log, goodCopies }));
}

/** Answers whether there was no store before. A database is made only after its blob folder, so an empty file beside one was emptied. */
function prepareFolder(folder: string): boolean {
  return mkdirSync(join(folder, 'blobs'), { recursive: true, mode: 0o700 }) !== undefined;
}
