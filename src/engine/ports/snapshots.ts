import type { Result } from '../base/result.ts';

/** Names the content of a snapshot: the same files give the same id. Opaque; a text that is no id is answered by an error. */
export type SnapshotId = string;

export interface SnapshotLimits {
  /** Larger files are left out and reported. */
  readonly largestFileBytes: number;
  /** Reading the workspace takes at most this long; after that the operation ends with an error and nothing changed. */
  readonly timeLimitMs: number;
}

/** `embedded-repository`: a folder with its own Git data (a submodule, a nested clone), left alone as a whole. */
export type LeftOutReason = 'secret' | 'too-large' | 'unreadable' | 'embedded-repository';

/** A file of the workspace whose content is in no snapshot. Ignored files are not listed. */
export interface LeftOutFile {
  /** Relative to the workspace, `/` between segments, bytes that are not UTF-8 as `\xNN`. */
  readonly path: string;
  readonly reason: LeftOutReason;
}

/** What restoring does, or did, to one path. Only the mode or only the content may differ in a `changed` one. */
export interface SnapshotChange {
  readonly path: string;
  readonly kind: 'added' | 'changed' | 'deleted';
}

/**
 * Why restoring leaves a path as it is:
 *
 * - `became-symlink`: of snapshot and workspace one has a symlink and the other a file or a folder, there or on the way there.
 * - `in-the-way`: something is there that no snapshot has (an ignored file, a secret, a folder that is not empty).
 * - `changed-meanwhile`: it is no longer what the safety snapshot has.
 * - `ignored`: the snapshot's own rules ignore it, so it may have been there: it is not deleted.
 * - `protected`: what it holds can run code or change what an agent may do; bringing an older version back is for the person.
 * - `left-out`: it was there, but not copied, when the snapshot was taken.
 * - `embedded-repository`: it lies in a folder with Git data of its own.
 * - `content-missing`: the content is gone; it was only in the user's repository, which has been cleaned up since.
 * - `failed`: the system refused; `detail` says how.
 */
export type SkipReason = 'became-symlink' | 'in-the-way' | 'changed-meanwhile' | 'ignored' | 'protected' | 'left-out' | 'embedded-repository' | 'content-missing' | 'failed';

export interface SkippedPath {
  readonly path: string;
  readonly reason: SkipReason;
  readonly detail?: string;
}

export interface SnapshotDifference {
  /** Sorted by path. */
  readonly changes: readonly SnapshotChange[];
  readonly skipped: readonly SkippedPath[];
}

export interface RestoreOutcome {
  /** The workspace as it was just before; restoring to it undoes the restore. */
  readonly safety: SnapshotId;
  readonly changed: readonly SnapshotChange[];
  readonly skipped: readonly SkippedPath[];
}

/**
 * Copies of the workspace's files: tracked, untracked, and what commands changed, but not what the repository's rules ignore.
 *
 * - Never rejects: every problem is an error text for a person. Operations wait for each other.
 * - The user's repository is read, never written; nothing it configures (hooks, filters, monitors) runs.
 * - Symlinks are kept as symlinks and never followed. Empty folders and ignored files are no part of a snapshot.
 * - One process at a time may own a snapshot folder; the store's lease sees to that.
 */
export interface Snapshots {
  /** The error says what is missing, for example that Git is not installed. */
  isAvailable(): Promise<Result<SnapshotLimits, string>>;

  /** Durable when resolved. Reads only what changed since the last time, so that it is cheap when nothing did. */
  take(): Promise<Result<SnapshotId, string>>;

  /** The files that were there but not copied when the snapshot was taken, sorted by path. */
  leftOut(id: SnapshotId): Promise<Result<readonly LeftOutFile[], string>>;

  /** What `restore` would do now. Changes nothing. */
  preview(id: SnapshotId): Promise<Result<SnapshotDifference, string>>;

  /** What became different from one snapshot to a later one, sorted by path: `added` is in `after` alone. Reads nothing of the workspace. */
  between(before: SnapshotId, after: SnapshotId): Promise<Result<readonly SnapshotChange[], string>>;

  /** The text of a file in a snapshot, `path` as in `SnapshotChange`; `null` where the snapshot has no such file. An error for binary content. */
  textAt(id: SnapshotId, path: string): Promise<Result<string | null, string>>;

  /**
   * Makes the workspace what the snapshot has.
   *
   * - Takes a safety snapshot first and touches only paths that differ from it.
   * - Overwrites and deletes only content that the safety snapshot is seen to have; everything else is skipped and reported.
   * - Replaces each file in one step: a reader sees the old bytes or the new ones.
   * - Killed at any moment, every file is old or new, and `finishInterruptedRestore` does the rest. Until then `restore` is refused.
   */
  restore(id: SnapshotId): Promise<Result<RestoreOutcome, string>>;

  /** Does what a killed `restore` left to do; call it once at start. `null` where there was none. */
  finishInterruptedRestore(): Promise<Result<RestoreOutcome | null, string>>;

  /** Gives up every other snapshot and frees its space; answers how many. Those of an unfinished restore are kept. */
  forget(keep: readonly SnapshotId[]): Promise<Result<number, string>>;
}
