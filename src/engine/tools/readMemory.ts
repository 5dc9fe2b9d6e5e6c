import { createHash } from 'node:crypto';
import type { AuthorizedPath } from '../ports/files.ts';

/** What the conversation has seen of each file, so that nothing it has not seen is overwritten. */
export interface ReadMemory {
  /** The file holds these bytes, and the model knows. */
  remember(path: AuthorizedPath, bytes: Uint8Array): void;
  /** Whether the file was read before and holds something else now. */
  isStale(path: AuthorizedPath, bytes: Uint8Array): boolean;
  /** Runs one change at a time, so that two edits of a file never start from the same bytes. */
  exclusively<T>(change: () => Promise<T>): Promise<T>;
}

export function readMemory(): ReadMemory {
  const seen = new Map<AuthorizedPath, string>();
  let last: Promise<unknown> = Promise.resolve();
  return {
    remember: (path, bytes) => void seen.set(path, hashOf(bytes)),
    isStale(path, bytes) {
      const known = seen.get(path);
      return known !== undefined && known !== hashOf(bytes);
    },
    exclusively(change) {
      const result = last.then(change);
      last = result.catch(() => undefined);
      return result;
    },
  };
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('base64');
}
