import { copyFile, mkdir, readdir, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Git } from './git.ts';

/** Where the snapshots of one workspace live. */
export interface SnapshotFolder {
  readonly repository: string;
  readonly index: string;
  /** Permission bits of the files in the index, in the form of `About`. */
  readonly permissions: string;
  readonly journal: string;
  readonly references: string;
}

/** Snapshots are kept from the private repository's own clean-up by references below this name. */
export const referencePrefix = 'refs/phasegate/';

/** Highest precedence of all attributes: no file is converted on its way in, whatever the workspace's own attributes ask for. */
const attributes = '* -text -crlf !eol -ident -filter !working-tree-encoding !export-subst\n';

const workPrefix = 'work-';

export function snapshotFolder(folder: string): SnapshotFolder {
  const repository = join(folder, 'repository');
  return {
    repository,
    index: join(repository, 'index'),
    permissions: join(folder, 'permissions'),
    journal: join(folder, 'restore.journal'),
    references: join(repository, referencePrefix),
  };
}

/** Makes the private repository where it is missing, and removes what a killed process left. */
export async function prepareFolder(places: SnapshotFolder, git: Git, signal: AbortSignal): Promise<void> {
  await mkdir(places.references, { recursive: true });
  await git.run({ args: ['init', '--quiet'], cwd: places.repository }, signal);
  await mkdir(join(places.repository, 'info'), { recursive: true });
  await writeFile(join(places.repository, 'info', 'attributes'), attributes);
  await rm(join(places.repository, 'packed-refs.lock'), { force: true });
  await rm(`${places.index}.lock`, { force: true });
  await removeFrom(places.references, (name) => name.endsWith('.lock'));
  await removeFrom(places.repository, (name) => name.startsWith(workPrefix));
}

async function removeFrom(folder: string, isLeftover: (name: string) => boolean): Promise<void> {
  for (const name of (await readdir(folder)).filter(isLeftover)) await rm(join(folder, name), { recursive: true, force: true });
}

/** A name inside the private repository for something that lives no longer than one operation. */
export function workPath(places: SnapshotFolder, name: string): string {
  return join(places.repository, `${workPrefix}${name}`);
}

/** A copy of the index to work on, of the same date, so that a killed operation leaves the index as it was. */
export async function copyIndex(places: SnapshotFolder): Promise<string> {
  const copy = workPath(places, 'index');
  await rm(copy, { force: true });
  await rm(`${copy}.lock`, { force: true });
  const original = await stat(places.index).catch(() => null);
  if (original === null) return copy;
  await copyFile(places.index, copy);
  await utimes(copy, original.mtime, original.mtime);
  return copy;
}

export async function keepIndex(places: SnapshotFolder, copy: string): Promise<void> {
  await rename(copy, places.index);
}
