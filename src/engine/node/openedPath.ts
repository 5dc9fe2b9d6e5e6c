import { readlink } from 'node:fs/promises';

/** Where Linux shows what a descriptor really points at; other systems have no such check. */
export const descriptorFolder = process.platform === 'linux' ? '/proc/self/fd' : null;

/**
 * Whether an open descriptor is at the path it was opened by: a folder on the way may have become a symlink meanwhile.
 * A file that was replaced after it was opened is still the one that was asked for.
 */
export async function sameTarget(descriptor: number, path: string): Promise<boolean> {
  if (descriptorFolder === null) return true;
  const actual = await readlink(`${descriptorFolder}/${descriptor}`);
  return actual === path || actual === `${path} (deleted)`;
}
