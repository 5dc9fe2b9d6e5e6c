import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { copyFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { failpoint } from '../../base/failpoint.ts';
import { type Result, err, ok } from '../../base/result.ts';
import type { GoodCopy, LossWindow, StoreProblem } from '../../ports/store.ts';
import { loadSqlite } from '../bridge/loadSqlite.ts';
import { syncFolder } from '../contents/blobs.ts';
import { problemOf } from '../file/problems.ts';
import { type StoreOptions, takeLease } from '../openStore.ts';
import { databaseName, databaseSuffixes, goodCopyPath, preparedPath } from '../places.ts';
import { finishRestore } from './finishRestore.ts';
import { forceToDisk, readGoodCopy } from './goodCopy.ts';
import { lossWindow } from './lossWindow.ts';
import { noteRestore } from './noteRestore.ts';
import { sealCopy } from './sealCopy.ts';

export interface Restored {
  readonly copy: GoodCopy;
  readonly loss: LossWindow;
  /** Where the files are now that were in its place. */
  readonly quarantined: readonly string[];
}

type RestoreOptions = Omit<StoreOptions, 'log'>;

/**
 * Puts the last good copy in the place of the database. What was there is moved to the folder `quarantine` and kept. Runs that were
 * under way come back paused, and say why. Killed at any point, the next opening finishes it. The error says what is in the way.
 */
export async function restoreStore(options: RestoreOptions): Promise<Result<Restored, StoreProblem>> {
  const lease = await takeLease(options);
  if (!lease.ok) return lease;
  try {
    await finishRestore(options.folder);
    return await restore(options);
  } catch (error) {
    return err(problemOf(options.folder, error));
  } finally {
    lease.value.dispose();
  }
}

async function restore(options: RestoreOptions): Promise<Result<Restored, StoreProblem>> {
  const { folder, wasmPath, clock } = options;
  const sqlite = await loadSqlite(wasmPath);
  const copy = readGoodCopy(sqlite, folder);
  if (!copy) return err({ type: 'corrupt', message: `There is no good copy of the store in ${folder}.` });
  const loss = lossWindow(sqlite, join(folder, databaseName), copy);
  const stamp = `${new Date(clock.now()).toISOString().slice(0, 19).replaceAll(':', '-')}-${randomUUID().slice(0, 8)}`;
  const aside = `${preparedPath(folder, stamp)}.new`;
  try {
    await copyFile(goodCopyPath(folder), aside);
    const problem = (await sealCopy({ path: aside, wasmPath })) ?? noteRestore(sqlite, aside, { ...options, loss });
    if (problem !== null) return err({ type: 'corrupt', message: `The last good copy, ${goodCopyPath(folder)}, is damaged too: ${problem}` });
    await forceToDisk(aside);
    await rename(aside, preparedPath(folder, stamp));
    await syncFolder(folder);
    failpoint('store-restore-prepared');
  } finally {
    for (const suffix of databaseSuffixes) rmSync(`${aside}${suffix}`, { force: true });
  }
  return ok({ copy, loss, quarantined: await finishRestore(folder) });
}
