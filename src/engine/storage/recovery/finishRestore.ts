import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { failpoint } from '../../base/failpoint.ts';
import { syncFolder } from '../contents/blobs.ts';
import { databaseName, databaseSuffixes, preparedName, quarantineFolder, unfinishedName } from '../places.ts';

/**
 * Does what is left of a restore that was decided on, and removes the copies that a killed process was making. Answers where the files
 * are now that were in the way. The caller must hold the lease of the folder.
 */
export async function finishRestore(folder: string): Promise<readonly string[]> {
  const names = existsSync(folder) ? readdirSync(folder) : [];
  for (const name of names) if (unfinishedName.test(name)) rmSync(join(folder, name), { force: true });
  const prepared = names.find((name) => preparedName.test(name));
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
