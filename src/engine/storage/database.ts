import type initSqlJs from 'sql.js';
import { failpoint } from '../base/failpoint.ts';
import type { Sqlite } from './bridge/loadSqlite.ts';

export type SqlValue = string | number | null;
export type Row = Readonly<Record<string, initSqlJs.SqlValue>>;

/** Checkpointing inside a commit is the last resort; it is done when idle. 4,000 pages are 16 MB. */
const automaticCheckpointPages = 4_000;

/**
 * One open database file. Statements are prepared once and reset after every use, so that none holds a lock or a row.
 * Every method throws an `Error` with SQLite's own message.
 */
export class Database {
  readonly #handle: initSqlJs.Database;
  readonly #sqlite: Sqlite;
  readonly #path: string | null;
  readonly #statements = new Map<string, initSqlJs.Statement>();
  readonly #columns = new Map<initSqlJs.Statement, readonly string[]>();

  #isClosed = false;

  /** The file must be ours alone: locks are not real (see ARCHITECTURE.md, decision 3). Without a path the database is in memory. */
  constructor(sqlite: Sqlite, path: string | null) {
    this.#sqlite = sqlite;
    this.#path = path;
    this.#handle = sqlite.open(path);
  }

  /** Exclusive locking keeps the write-ahead log's index in memory; it must be set before the first read. */
  configure(): void {
    this.#handle.exec(`
      pragma locking_mode = exclusive; pragma journal_mode = wal; pragma synchronous = full;
      pragma foreign_keys = on; pragma trusted_schema = off; pragma temp_store = memory; pragma cache_size = -16000;
      pragma wal_autocheckpoint = ${automaticCheckpointPages};`);
  }

  /** For a private copy, which is never changed. */
  configureForReading(): void {
    this.#handle.exec('pragma locking_mode = exclusive; pragma trusted_schema = off; pragma temp_store = memory; pragma query_only = on;');
  }

  /** Statements without parameters or answers. */
  exec(sql: string): void {
    this.#handle.exec(sql);
  }

  /** Answers the number of rows changed. */
  run(sql: string, values: readonly SqlValue[] = []): number {
    this.#use(sql, values, (statement) => { statement.step(); });
    return this.#handle.getRowsModified();
  }

  all(sql: string, values: readonly SqlValue[] = []): readonly Row[] {
    return this.#use(sql, values, (statement) => {
      const rows: Row[] = [];
      while (statement.step()) rows.push(this.#row(statement));
      return rows;
    });
  }

  first(sql: string, values: readonly SqlValue[] = []): Row | undefined {
    return this.#use(sql, values, (statement) => (statement.step() ? this.#row(statement) : undefined));
  }

  /** The first column of the first row as a number, 0 when there is none: for pragmas and counts. */
  number(sql: string, values: readonly SqlValue[] = []): number {
    return Number(Object.values(this.first(sql, values) ?? {})[0] ?? 0);
  }

  /** The names of a statement's columns do not change, and decoding them for each row takes longer than the values. */
  #row(statement: initSqlJs.Statement): Row {
    const names = this.#columns.get(statement) ?? statement.getColumnNames();
    this.#columns.set(statement, names);
    const values = statement.get();
    const row: Record<string, initSqlJs.SqlValue> = {};
    for (const [index, name] of names.entries()) row[name] = values[index] ?? null;
    return row;
  }

  #use<T>(sql: string, values: readonly SqlValue[], act: (statement: initSqlJs.Statement) => T): T {
    const statement = this.#prepared(sql);
    try {
      statement.bind([...values]);
      return act(statement);
    } finally {
      statement.reset();
    }
  }

  #prepared(sql: string): initSqlJs.Statement {
    if (this.#isClosed) throw new Error(`${this.#path ?? 'The database in memory'} is closed`);
    const known = this.#statements.get(sql);
    if (known) return known;
    const statement = this.#handle.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }

  /** All or nothing. When committing fails, everything is rolled back and the error thrown. */
  transaction(act: () => void): void {
    this.run('begin immediate');
    try {
      failpoint('transaction-begun');
      act();
      failpoint('transaction-applied');
      this.run('commit');
    } catch (error) {
      this.#rollBack();
      this.#forgetLog();
      throw error;
    }
    failpoint('transaction-committed');
  }

  /**
   * A commit that was written but could not be forced to disk stands in the log, whole, and a crash would bring it back.
   * Emptying the log removes it. Where the disk refuses this too, the next commit is written over it.
   */
  #forgetLog(): void {
    try {
      this.all('pragma wal_checkpoint(truncate)');
    } catch {
      // The error that counts is the one of the commit.
    }
  }

  /** Some errors (a full disk) have rolled back already; then there is nothing left to do. */
  #rollBack(): void {
    try {
      this.run('rollback');
    } catch (error) {
      if (!String(error).includes('no transaction is active')) throw error;
    }
  }

  /** Inside a transaction: undoes only what `act` did, and answers its error. */
  attempt(act: () => void): Error | null {
    this.run('savepoint attempt');
    try {
      act();
      this.run('release attempt');
      return null;
    } catch (error) {
      this.run('rollback to attempt');
      this.run('release attempt');
      return error instanceof Error ? error : new Error(String(error));
    }
  }

  /** Moves the write-ahead log into the database file. */
  checkpoint(): void {
    this.all('pragma wal_checkpoint(passive)');
  }

  close(): void {
    this.#isClosed = true;
    this.#statements.clear();
    this.#handle.close();
  }

  /** Lets go of the file without writing to it again. */
  abandon(): void {
    this.#isClosed = true;
    if (this.#path !== null) this.#sqlite.abandon(this.#path);
  }
}
