import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { descriptorFolder, sameTarget } from './openedPath.ts';

export interface Anchor {
  readonly path: string;
  readonly handle: FileHandle | null;
}

/**
 * A folder that was checked, held open: on Linux its path leads through the descriptor, and stays in that folder even if its name is given
 * to another one. Rejects where the name already leads elsewhere. Elsewhere than on Linux it is the path as it was. To be closed.
 */
export async function anchorAt(folder: string): Promise<Anchor> {
  if (descriptorFolder === null) return { path: folder, handle: null };
  const handle = await open(folder, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW);
  if (await sameTarget(handle.fd, folder)) return { path: `${descriptorFolder}/${handle.fd}`, handle };
  await handle.close();
  throw new Error(`${folder} was moved while it was opened.`);
}
