import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Tells one state of the user's object folder from another: whatever is removed from it, by packing or by cleaning up, changes the time
 * of a folder in it.
 */
export async function stateOfObjects(folder: string | null): Promise<string> {
  if (folder === null) return '';
  const inside = await readdir(folder).catch(() => []);
  const times = await Promise.all(['.', ...inside].map((name) => stat(join(folder, name)).then(({ mtimeMs }) => mtimeMs, () => 0)));
  return JSON.stringify([folder, inside, times]);
}
