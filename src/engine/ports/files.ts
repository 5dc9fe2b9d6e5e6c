/** An absolute path, symlinks resolved, checked by `authorizeRead` or `authorizeWrite`; made nowhere else. */
export type AuthorizedPath = string & { readonly __brand: 'AuthorizedPath' };

export type FileKind = 'file' | 'directory' | 'symlink' | 'other';

export interface FileStat {
  readonly kind: FileKind;
  readonly sizeBytes: number;
}

export interface DirectoryEntry {
  readonly name: string;
  readonly kind: FileKind;
}

/** A folder of a workspace, by the name that the editor shows. */
export interface NamedFolder {
  /** One segment of a path; no two folders have the same. */
  readonly name: string;
  /** Canonical. */
  readonly root: string;
}

/**
 * The workspace's files, as the host sees them: in an editor, unsaved documents win over the disk.
 * Paths are absolute. Methods reject with an `Error` whose message a model can act on.
 */
export interface Files {
  /** The project's folder, canonical: what it may change, and where commands run. */
  readonly root: string;
  /** All folders of the workspace now, the project's own among them; absent where it is the only one. */
  folders?(): readonly NamedFolder[];
  /** Does not follow symlinks. `null` where there is nothing. */
  stat(path: string): Promise<FileStat | null>;
  /** Follows every symlink; rejects where that is impossible. */
  realPath(path: string): Promise<string>;
  /** Rejects for anything but a regular file, and for more than `limitBytes`. */
  read(path: AuthorizedPath, limitBytes: number): Promise<Uint8Array>;
  /** Creates missing folders. Replaces the file in one step: a reader sees the old bytes or the new ones. */
  write(path: AuthorizedPath, bytes: Uint8Array): Promise<void>;
  /**
   * Names below a folder, as paths from it with `/`, following no link and going into no folder whose name `isSkipped`. For decisions,
   * not for content. `null` where there are more than `limit`; what cannot be listed is left out.
   */
  namesBelow(folder: AuthorizedPath, limit: number, isSkipped: (name: string) => boolean): Promise<readonly DirectoryEntry[] | null>;
  /** Sorted by name. */
  list(path: AuthorizedPath): Promise<readonly DirectoryEntry[]>;
}
