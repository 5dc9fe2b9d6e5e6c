import { readlink } from 'node:fs/promises';

/** Where Linux shows what a descriptor really points at; other systems have no such check. */
export const descriptorFolder = process.platform === 'linux' ? '/proc/self/fd' : null;

/** Whether an open descriptor is at the path it was opened by: a folder on the way may have become a symlink meanwhile. */
export async function sameTarget(descriptor: number, path: string): Promise<boolean> {
  if (descriptorFolder === null) return true;
  return (await readlink(`${descriptorFolder}/${descriptor}`)) === path;
}
