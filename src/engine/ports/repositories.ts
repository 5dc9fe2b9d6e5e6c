/** What a Git repository itself says that Git should do. */
export interface RepositoryPowers {
  /** The text of its own configuration files, one after the other. The person's own (global) configuration is no part of it. */
  readonly settings: string;
  /** Names of the hooks that are in place. */
  readonly hooks: readonly string[];
  /** The folder is itself the inside of a repository, which a working copy never is. */
  readonly isBare: boolean;
}

/** Finds the repository that Git would use, also above the workspace or in a worktree's main folder. Runs nothing. */
export interface Repositories {
  /** For an absolute folder; `null` where Git finds none. Rejects where what it says cannot be read. */
  powersIn(folder: string): Promise<RepositoryPowers | null>;
  /** Absolute paths of the tracked files that are wanted; asked with a path from the repository's working folder. Rejects as `powersIn`. */
  trackedIn(folder: string, isWanted: (path: string) => boolean): Promise<readonly string[]>;
}
