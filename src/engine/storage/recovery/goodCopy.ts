import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { open, rename, rm, utimes } from 'node:fs/promises';
import * as z from 'zod';
import { failpoint } from '../../base/failpoint.ts';
import { runId } from '../../model/ids.ts';
import type { Clock } from '../../ports/clock.ts';
import type { GoodCopy } from '../../ports/store.ts';
import type { Sqlite } from '../bridge/loadSqlite.ts';
import { syncFolder } from '../contents/blobs.ts';
import { Database } from '../database.ts';
import { copyLiveInBackground } from '../file/copyLive.ts';
import { inspectHeader } from '../file/header.ts';
import { problemIn } from '../file/soundness.ts';
import { databaseSuffixes, goodCopyPath, goodCopyTime } from '../places.ts';
import { sealCopy } from './sealCopy.ts';

export interface CopyJob {
  /** Of the store. */
  readonly folder: string;
  /** Of its database. */
  readonly path: string;
  readonly wasmPath: string;
  readonly clock: Clock;
  /** Asked before the copy takes its place: whether the store is still ours to speak for. */
  readonly isWanted: () => boolean;
}

/**
 * Replaces the last good copy by one of the database as it is now: copied aside, read through, forced to disk, renamed. Commits may
 * go on meanwhile. Answers what is wrong with the database if it turns out to be damaged, and rejects when the disk refuses; then the
 * copy before stays.
 */
export async function takeGoodCopy({ folder, path, wasmPath, clock, isWanted }: CopyJob): Promise<string | null> {
  const aside = `${goodCopyPath(folder)}.${randomUUID()}.new`;
  try {
    const takenAtSeconds = clock.now() / 1_000;
    await copyLiveInBackground(path, aside);
    failpoint('good-copy-copied');
    const problem = await sealCopy({ path: aside, wasmPath });
    if (problem !== null) return problem;
    failpoint('good-copy-checked');
    await utimes(aside, takenAtSeconds, takenAtSeconds);
    await forceToDisk(aside);
    if (!isWanted()) return null;
    await rename(aside, goodCopyPath(folder));
    failpoint('good-copy-kept');
    await syncFolder(folder);
    return null;
  } finally {
    for (const suffix of databaseSuffixes) await rm(`${aside}${suffix}`, { force: true });
  }
}

export async function forceToDisk(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

const runRow = z.object({ id: runId, seq: z.number().int().nonnegative() });

/** What the last good copy holds; `null` where there is none, or it is not one any more. */
export function readGoodCopy(sqlite: Sqlite, folder: string): GoodCopy | null {
  const path = goodCopyPath(folder);
  if (!existsSync(path) || inspectHeader(path).type !== 'ours') return null;
  const database = new Database(sqlite, path);
  try {
    database.configureForReading();
    if (problemIn(database, false) !== null) return null;
    const runs = z.array(runRow).parse(database.all('select id, seq from pipeline_run order by ordinal'));
    return { takenAt: Math.round(goodCopyTime(folder) ?? 0), facts: runs.reduce((sum, { seq }) => sum + seq, 0), runs, version: database.number('pragma user_version') };
  } catch {
    return null;
  } finally {
    database.close();
  }
}
