import { existsSync, mkdirSync, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { failpoint } from '../../base/failpoint.ts';
import { syncFolder } from '../contents/blobs.ts';
import { databaseName, databaseSuffixes, preparedName, quarantineFolder } from '../places.ts';

/** Does what is left of a restore that was decided on. Answers where the files are now that were in the way. */
export async function finishRestore(folder: string): Promise<readonly string[]> {
  const prepared = existsSync(folder) ? readdirSync(folder).find((name) => preparedName.test(name)) : undefined;
  if (prepared === undefined) return [];
  const quarantined = quarantine(folder, preparedName.exec(prepared)?.[1] ?? '');
  failpoint('store-restore-quarantined');
  renameSync(join(folder, prepared), join(folder, databaseName));
  await syncFolder(quarantineFolder(folder));
  await syncFolder(folder);
  failpoint('store-restore-done');
  return quarantined;
}

function quarantine(folder: string, stamp: string): readonly string[] {
  mkdirSync(quarantineFolder(folder), { recursive: true, mode: 0o700 });
  return databaseSuffixes.flatMap((suffix) => {
    const from = join(folder, `${databaseName}${suffix}`);
    const to = join(quarantineFolder(folder), `phasegate-${stamp}.db${suffix}`);
    if (!existsSync(from)) return existsSync(to) ? [to] : [];
    renameSync(from, to);
    return [to];
  });
}

