import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Result, err, ok } from '../base/result.ts';
import { type Store, StoreError, type StoreProblem } from '../ports/store.ts';
import { loadSqlite, type Sqlite } from './bridge/loadSqlite.ts';
import { Blobs } from './contents/blobs.ts';
import { Contents } from './contents/contents.ts';
import { Database } from './database.ts';
import { copyLive } from './file/copyLive.ts';
import { inspectHeader } from './file/header.ts';
import { corrupt, problemOf, withOffer } from './file/problems.ts';
import { checkedBytes, problemIn } from './file/soundness.ts';
import { migrations } from './migrations.ts';
import type { StoreOptions } from './openStore.ts';
import { databaseName, goodCopyPath } from './places.ts';
import { readsOf, type Tables } from './reads.ts';

type ReadOnlyOptions = Pick<StoreOptions, 'folder' | 'wasmPath' | 'ids'>;

/** The store as it is, or the last good copy of it, for the time until that takes its place. */
export type ReadSource = 'store' | 'good-copy';

/**
 * A view of a store that another process may own: it needs no lease and changes nothing in the folder. It reads a private
 * copy, which is made anew when a read finds that the store has changed. Writes reject with `StoreError`. A store that does
 * not exist is `unwritable`: there is nothing to read, and nothing may be made. So is one of an older version: its owner must bring it up to date.
 */
export async function openReadOnlyStore(options: ReadOnlyOptions, source: ReadSource = 'store'): Promise<Result<Store, StoreProblem>> {
  const sqlite = await loadSqlite(options.wasmPath);
  const path = source === 'store' ? join(options.folder, databaseName) : goodCopyPath(options.folder);
  try {
    const state = inspectHeader(path);
    if (state.type === 'absent') return err({ type: 'unwritable', message: `There is no store in ${options.folder}.` });
    if (state.type !== 'ours') return err(withOffer(corrupt(path, state.type === 'foreign' ? state.reason : 'it is empty'), options.folder));
    const view = liveView(sqlite, path, options);
    const { database } = view.tables();
    const version = database.number('pragma user_version');
    const problem = problemIn(database, statSync(path).size <= checkedBytes);
    if (version === migrations.length && problem === null) return ok(readOnlyStore(view, source));
    view.close();
    if (problem !== null) return err(withOffer(corrupt(path, problem), options.folder));
    return err(version > migrations.length
      ? { type: 'newer', message: `${path} has version ${version}; this version of Phasegate knows ${migrations.length}. Update Phasegate to open it.` }
      : { type: 'unwritable', message: `${path} has the older version ${version} and is brought up to date when it is next opened for writing.` });
  } catch (error) {
    return err(withOffer(problemOf(path, error), options.folder));
  }
}

interface LiveView {
  /** Those of the latest commit. */
  tables(): Tables;
  close(): void;
}

function liveView(sqlite: Sqlite, path: string, { folder, ids }: ReadOnlyOptions): LiveView {
  const copyFolder = mkdtempSync(join(tmpdir(), 'phasegate-view-'));
  const copyPath = join(copyFolder, databaseName);
  const blobs = new Blobs(join(folder, 'blobs'));
  let seen = '';
  let current: Tables | undefined;
  return {
    tables() {
      const now = fingerprint(path);
      if (current && now === seen) return current;
      const isSettled = Date.now() - lastChangeMs(path) > settledMs;
      current?.database.close();
      copyLive(path, copyPath);
      const database = new Database(sqlite, copyPath);
      database.configureForReading();
      seen = isSettled ? now : '';
      current = { database, contents: new Contents({ database, blobs, ids }) };
      return current;
    },
    close() {
      current?.database.close();
      rmSync(copyFolder, { recursive: true, force: true });
    },
  };
}

/** File times are coarse: of two changes this close, the second may not show. */
const settledMs = 50;

function lastChangeMs(path: string): number {
  return Math.max(...[path, `${path}-wal`].map((file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0));
}

/** Differs after every commit: each appends to the log, or starts it anew. */
function fingerprint(path: string): string {
  return [path, `${path}-wal`].map((file) => {
    const stat = statSync(file, { bigint: true, throwIfNoEntry: false });
    return stat ? `${stat.ino}:${stat.size}:${stat.mtimeNs}` : '-';
  }).join(' ');
}

function readOnlyStore(view: LiveView, source: ReadSource): Store {
  const reason = source === 'store' ? 'another process owns it' : 'it is the last good copy of a damaged one';
  const refuse = (): Promise<never> => Promise.reject(new StoreError(`This view of the store is read-only: ${reason}.`));
  return {
    ...readsOf(() => view.tables()),
    isReadOnly: true,
    append: refuse,
    saveProject: refuse,
    saveProvider: refuse,
    close: async () => view.close(),
  };
}
