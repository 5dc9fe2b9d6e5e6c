import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { messageOf } from '../../base/messageOf.ts';
import { contentHash, runId } from '../../model/ids.ts';
import type { GoodCopy, LossWindow } from '../../ports/store.ts';
import { loadSqlite, type Sqlite } from '../bridge/loadSqlite.ts';
import { Blobs } from '../contents/blobs.ts';
import { Contents } from '../contents/contents.ts';
import { Database } from '../database.ts';
import { copyLiveInBackground } from '../file/copyLive.ts';
import { inspectHeader } from '../file/header.ts';
import { problemIn, schemaProblem } from '../file/soundness.ts';
import { migrations } from '../migrations.ts';
import type { StoreOptions } from '../openStore.ts';
import { databaseName, preparedName, quarantineFolder } from '../places.ts';
import { readsOf, type Tables } from '../reads.ts';
import { readGoodCopy } from './goodCopy.ts';
import { lossWindow } from './lossWindow.ts';

export interface StoreReport {
  /** `incomplete`: the database is sound, but texts beside it are missing or damaged, which no copy of it brings back. */
  readonly status: 'sound' | 'damaged' | 'incomplete' | 'newer' | 'absent';
  /** What is wrong, first things first. */
  readonly problems: readonly string[];
  /** Of the schema; `null` where the file does not tell. */
  readonly version: number | null;
  readonly runs: number;
  readonly facts: number;
  readonly goodCopy: GoodCopy | null;
  /** What restoring the good copy would lose. */
  readonly loss: LossWindow | null;
  /** Damaged files that were replaced before, by path. */
  readonly quarantined: readonly string[];
}

type CheckOptions = Pick<StoreOptions, 'folder' | 'wasmPath' | 'ids'>;
type Findings = Pick<StoreReport, 'status' | 'problems' | 'version' | 'runs' | 'facts'>;

/** Reads a store through, every page and every text of it. Changes nothing, and needs no lease: it looks at a private copy. */
export async function checkStore(options: CheckOptions): Promise<StoreReport> {
  const { folder, wasmPath } = options;
  const sqlite = await loadSqlite(wasmPath);
  const path = join(folder, databaseName);
  const findings = await findingsOf(sqlite, path, options);
  const goodCopy = readGoodCopy(sqlite, folder);
  const loss = goodCopy ? lossWindow(sqlite, path, goodCopy) : null;
  const quarantine = quarantineFolder(folder);
  const quarantined = existsSync(quarantine) ? readdirSync(quarantine).map((name) => join(quarantine, name)) : [];
  return { ...findings, goodCopy, loss, quarantined };
}

async function findingsOf(sqlite: Sqlite, path: string, options: CheckOptions): Promise<Findings> {
  const damaged = (problem: string): Findings => ({ status: 'damaged', problems: [problem], version: null, runs: 0, facts: 0 });
  if (existsSync(options.folder) && readdirSync(options.folder).some((name) => preparedName.test(name))) {
    return damaged('a restore was interrupted; the next opening of the store finishes it');
  }
  const header = inspectHeader(path);
  if (header.type === 'absent' && !existsSync(`${path}-wal`)) return { ...damaged(`there is no ${path}`), status: 'absent' };
  if (header.type !== 'ours') return damaged(header.type === 'foreign' ? header.reason : `it is ${header.type}`);
  const folder = mkdtempSync(join(tmpdir(), 'phasegate-check-'));
  const copy = join(folder, databaseName);
  try {
    await copyLiveInBackground(path, copy);
    return await readThrough(sqlite, new Database(sqlite, copy), options);
  } catch (error) {
    return damaged(messageOf(error));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Closes the database in the end. */
async function readThrough(sqlite: Sqlite, database: Database, { folder, ids }: CheckOptions): Promise<Findings> {
  try {
    database.configure();
    const version = database.number('pragma user_version');
    const structure = [problemIn(database, false), ...database.all('pragma integrity_check(20)').map((row) => String(Object.values(row)[0]))];
    const problems = structure.filter((answer) => answer !== null && answer !== 'ok').map(String);
    if (version > migrations.length) return { status: 'newer', problems: [...problems, `its version ${version} is newer than this program's, ${migrations.length}`], version, runs: 0, facts: 0 };
    const contents = new Contents({ database, blobs: new Blobs(join(folder, 'blobs')), ids });
    if (problems.length === 0 && version === migrations.length) problems.push(...contentProblems(sqlite, database), ...(await factProblems({ database, contents })));
    const isSound = problems.length === 0;
    problems.push(...(await textProblems(database, contents)));
    const status = !isSound ? 'damaged' : problems.length > 0 ? 'incomplete' : 'sound';
    return { status, problems, version, runs: database.number('select count(*) from pipeline_run'), facts: database.number('select coalesce(sum(seq), 0) from pipeline_run') };
  } finally {
    database.abandon();
  }
}

function contentProblems(sqlite: Sqlite, database: Database): readonly string[] {
  const misfit = schemaProblem(sqlite, database);
  const orphans = database.all('pragma foreign_key_check').map(({ table, parent }) => `a row of ${String(table)} refers to a row of ${String(parent)} that is not there`);
  const gaps = database.all('select id from pipeline_run where seq != (select count(*) from run_event where run_event.id > ordinal << 32 and run_event.id < (ordinal + 1) << 32)')
    .map(({ id }) => `run ${String(id)} does not have all its facts`);
  return [...(misfit ? [misfit] : []), ...new Set(orphans), ...gaps];
}

/** Facts that are not as they were written, the first of each run. */
async function factProblems(tables: Tables): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const { id } of tables.database.all('select id from pipeline_run order by ordinal')) {
    await readsOf(() => tables).facts(runId.parse(id)).catch((error: unknown) => problems.push(messageOf(error)));
  }
  return problems;
}

async function textProblems(database: Database, contents: Contents): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const { hash } of database.all('select hash from content')) {
    await contents.read(contentHash.parse(hash)).catch((error: unknown) => problems.push(messageOf(error)));
  }
  return problems;
}
