import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { runId } from '../../model/ids.ts';
import type { GoodCopy, LossWindow } from '../../ports/store.ts';
import type { Sqlite } from '../bridge/loadSqlite.ts';
import { Database } from '../database.ts';
import { copyLive } from '../file/copyLive.ts';
import { databaseSuffixes } from '../places.ts';

/** What is in the database at `path`, however damaged, and not in the copy. */
export function lossWindow(sqlite: Sqlite, path: string, copy: GoodCopy): LossWindow {
  const until = Math.max(copy.takenAt, ...databaseSuffixes.map((suffix) => Math.round(statSync(`${path}${suffix}`, { throwIfNoEntry: false })?.mtimeMs ?? 0)));
  const known = new Map(copy.runs.map(({ id, seq }) => [id, seq]));
  const runs = readableRuns(sqlite, path)?.map(({ id, seq }) => ({ id, lostFacts: seq - (known.get(id) ?? 0) })).filter(({ lostFacts }) => lostFacts > 0);
  return { from: copy.takenAt, until, runs: runs ?? null };
}

const runRow = z.object({ id: runId, seq: z.number().int().nonnegative() });

/** `null` where the file does not tell any more. Reads a copy, because SQLite would write to the file itself. */
function readableRuns(sqlite: Sqlite, path: string): readonly z.infer<typeof runRow>[] | null {
  const folder = mkdtempSync(join(tmpdir(), 'phasegate-damaged-'));
  try {
    const copy = join(folder, 'damaged.db');
    copyLive(path, copy);
    const database = new Database(sqlite, copy);
    try {
      database.configureForReading();
      return z.array(runRow).parse(database.all('select id, seq from pipeline_run order by ordinal'));
    } finally {
      database.abandon();
    }
  } catch {
    return null;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
