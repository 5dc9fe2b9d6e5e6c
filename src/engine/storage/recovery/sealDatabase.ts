import type { Sqlite } from '../bridge/loadSqlite.ts';
import { Database } from '../database.ts';
import { problemIn } from '../file/soundness.ts';

/**
 * Reads a private copy through. `null`: it is sound, and now one file without a log beside it. Otherwise what is wrong with it.
 * Takes a second for a few hundred megabytes, during which nothing else happens in this thread.
 */
export function sealDatabase(sqlite: Sqlite, path: string): string | null {
  const database = new Database(sqlite, path);
  try {
    database.configure();
    const problem = problemIn(database, true);
    if (problem === null) database.exec('pragma journal_mode = delete');
    database.close();
    return problem;
  } catch (error) {
    database.abandon();
    return error instanceof Error ? error.message : String(error);
  }
}
