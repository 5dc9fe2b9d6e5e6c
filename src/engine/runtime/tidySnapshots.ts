import type { Log } from '../ports/log.ts';
import type { Snapshots } from '../ports/snapshots.ts';
import type { Store } from '../ports/store.ts';

/** Once at start: does what a killed restore left to do, and gives up the snapshots that no checkpoint names any more. */
export async function tidySnapshots({ snapshots, store, log }: { snapshots: Snapshots | null; store: Store; log: Log }): Promise<void> {
  const keep = snapshots ? await store.snapshots() : [];
  if (!snapshots || keep.length === 0) return;
  const finished = await snapshots.finishInterruptedRestore();
  if (!finished.ok) log.error(`A restore of files that was interrupted cannot be finished: ${finished.error}`);
  else if (finished.value) log.info(`A restore of files that was interrupted is finished: ${finished.value.changed.length} files.`);
  const forgotten = await snapshots.forget(keep);
  if (!forgotten.ok) log.warn(`Old snapshots stay: ${forgotten.error}`);
}
