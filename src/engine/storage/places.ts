import { statSync } from 'node:fs';
import { join } from 'node:path';

/** What lies in the folder of a store. */
export const databaseName = 'phasegate.db';
export const goodCopyName = 'last-good.db';
/** Complete, and about to take the database's place; its name ends with the stamp of its restore. */
export const preparedName = /^phasegate\.db\.restored-([\w-]+)$/;

/** Copies in the making: nobody's any more once their process has ended. */
export const unfinishedName = /^(?:last-good\.db\.|phasegate\.db\.restored-[\w-]+\.new|phasegate\.db\.new)/;

export function goodCopyPath(folder: string): string {
  return join(folder, goodCopyName);
}

export function preparedPath(folder: string, stamp: string): string {
  return join(folder, `phasegate.db.restored-${stamp}`);
}

/** Where damaged files are kept. Nothing is removed from there. */
export function quarantineFolder(folder: string): string {
  return join(folder, 'quarantine');
}

/** What SQLite keeps of one database, the database first. */
export const databaseSuffixes = ['', '-wal', '-journal', '-shm'] as const;

/** When the last good copy was taken, in milliseconds since 1970; `null` where there is none. */
export function goodCopyTime(folder: string): number | null {
  return statSync(goodCopyPath(folder), { throwIfNoEntry: false })?.mtimeMs ?? null;
}
