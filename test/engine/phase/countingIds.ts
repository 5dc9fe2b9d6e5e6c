import { createHash } from 'node:crypto';
import type { ContentHash } from '../../../src/engine/model/ids.ts';
import type { Ids } from '../../../src/engine/ports/ids.ts';

/** `id-1`, `id-2` …; hashes are real. */
export function countingIds(): Ids {
  let count = 0;
  return {
    next: () => `id-${++count}`,
    hash: (text) => createHash('sha256').update(text, 'utf8').digest('hex') as ContentHash,
  };
}
