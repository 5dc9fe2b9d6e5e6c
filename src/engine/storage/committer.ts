import type { Commit, StoredText } from '../ports/store.ts';
import { StoreError } from '../ports/store.ts';
import type { Contents } from './contents/contents.ts';
import type { Database } from './database.ts';
import { project } from './projector/projector.ts';

/** Work that becomes durable as a whole or not at all. */
interface Job {
  readonly texts: readonly StoredText[];
  /** Runs inside the transaction. */
  readonly apply: () => void;
  readonly resolve: () => void;
  readonly reject: (error: StoreError) => void;
}

interface CommitterParts {
  readonly database: Database;
  readonly contents: Contents;
  /** Names the file in errors. */
  readonly path: string;
  /** Why nothing may be written (any more), or `null`. Asked before and after each transaction. */
  readonly refusal: () => string | null;
  /** Called after each transaction. */
  readonly onCommitted: () => void;
}

/**
 * The one writer. Everything asked for in one tick shares a transaction, hence one fsync; each job is a savepoint in it, so
 * that a bad one fails alone. Jobs are carried out in the order in which they were asked for.
 */
export class Committer {
  readonly #parts: CommitterParts;
  #queue: Job[] = [];
  #running: Promise<void> | null = null;
  #isClosed = false;

  constructor(parts: CommitterParts) {
    this.#parts = parts;
  }

  append(commit: Commit): Promise<void> {
    return this.#enqueue(commit.texts, () => {
      this.#parts.contents.insert(commit.texts);
      project(this.#parts, commit.facts);
    });
  }

  write(apply: (database: Database) => void): Promise<void> {
    return this.#enqueue([], () => apply(this.#parts.database));
  }

  /** Refuses new work and waits for the rest. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#running;
  }

  #enqueue(texts: readonly StoredText[], apply: () => void): Promise<void> {
    if (this.#isClosed) return Promise.reject(this.#error('the store is closed'));
    return new Promise((resolve, reject) => {
      this.#queue.push({ texts, apply, resolve, reject });
      this.#running ??= this.#drain();
    });
  }

  async #drain(): Promise<void> {
    while (this.#queue.length > 0) {
      await new Promise(setImmediate);
      const group = this.#queue;
      this.#queue = [];
      this.#commit(await this.#prepared(group));
    }
    this.#running = null;
  }

  /** Makes the texts durable first; a job whose texts cannot be stored fails here. */
  async #prepared(group: readonly Job[]): Promise<readonly Job[]> {
    const results = await Promise.all(group.map(async (job) => {
      if (job.texts.length === 0) return true;
      return await this.#parts.contents.prepare(job.texts).then(() => true, (error: unknown) => {
        job.reject(this.#error(error));
        return false;
      });
    }));
    return group.filter((_, index) => results[index]);
  }

  #commit(jobs: readonly Job[]): void {
    const { database, refusal, onCommitted } = this.#parts;
    const failures = new Map<Job, unknown>();
    try {
      this.#assertAllowed(refusal());
      database.transaction(() => {
        for (const job of jobs) {
          const error = database.attempt(job.apply);
          if (error) failures.set(job, error);
        }
      });
      this.#assertAllowed(refusal());
    } catch (error) {
      for (const job of jobs) failures.set(job, failures.get(job) ?? error);
    }
    for (const job of jobs) {
      if (failures.has(job)) job.reject(this.#error(failures.get(job)));
      else job.resolve();
    }
    onCommitted();
  }

  #assertAllowed(refusal: string | null): void {
    if (refusal !== null) throw new Error(refusal);
  }

  #error(cause: unknown): StoreError {
    const reason = cause instanceof Error ? cause.message : String(cause);
    return new StoreError(`Nothing was written to ${this.#parts.path}: ${reason}.`, { cause });
  }
}
