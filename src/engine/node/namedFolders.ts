import { lstat, realpath } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { NamedFolder } from '../ports/files.ts';

/**
 * Folders by names that can stand in a path, each once, and none that the project (canonical) has in its own folder. Those that are not
 * there are left out.
 */
export async function namedFolders(project: string, folders: readonly { readonly name: string; readonly path: string }[]): Promise<readonly NamedFolder[]> {
  const named = new Map<string, string>();
  for (const { name, path } of folders) {
    const root = await realpath(path).catch(() => null);
    if (root === null || [...named.values()].includes(root)) continue;
    named.set(await freeName(plain(name) || plain(basename(path)) || 'folder', async (wanted) => named.has(wanted) || (root !== project && (await isThere(join(project, wanted))))), root);
  }
  return [...named].map(([name, root]) => ({ name, root }));
}

/** Without what a path refuses: separators, colons, a dot or space at an end. */
function plain(name: string): string {
  return name.normalize('NFC').replace(/[^\p{L}\p{N} ._-]/gu, '-').replace(/^[. ]+|[. ]+$/g, '').slice(0, 100);
}

async function freeName(name: string, isTaken: (name: string) => Promise<boolean>): Promise<string> {
  for (let count = 2, candidate = name; ; count += 1) {
    if (!(await isTaken(candidate))) return candidate;
    candidate = `${name}-${count}`;
  }
}

async function isThere(path: string): Promise<boolean> {
  return lstat(path).then(() => true, () => false);
}
