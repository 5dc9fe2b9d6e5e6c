import { ok } from '../../../src/engine/base/result.ts';
import type { Snapshots } from '../../../src/engine/ports/snapshots.ts';

/** Copies of files that there are none of: says in `order` what it was asked for. */
export function notedSnapshots(order: string[]): Snapshots {
  const note = <T>(word: string, value: T) => async () => {
    order.push(word);
    return ok(value);
  };
  return {
    isAvailable: note('asked', { largestFileBytes: 1, timeLimitMs: 1 }),
    take: note('taken', 'snapshot'),
    leftOut: note('listed', []),
    preview: note('previewed', { changes: [], skipped: [] }),
    between: note('compared', []),
    textAt: note('read', null),
    restore: note('restored', { safety: 'safety', changed: [], skipped: [] }),
    finishInterruptedRestore: note('finished', null),
    forget: note('forgotten', 0),
  };
}
