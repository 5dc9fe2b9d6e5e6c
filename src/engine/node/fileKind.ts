import type { Dirent, Stats } from 'node:fs';
import type { FileKind } from '../ports/files.ts';

export function kindOf(entry: Stats | Dirent): FileKind {
  if (entry.isFile()) return 'file';
  if (entry.isDirectory()) return 'directory';
  return entry.isSymbolicLink() ? 'symlink' : 'other';
}
