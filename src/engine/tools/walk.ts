import type { FileKind, Files } from '../ports/files.ts';
import { authorizeRead } from './policy/authorize.ts';
import { foldersBeside } from './policy/workspacePlace.ts';

export interface WalkedEntry {
  /** From the workspace root, with `/`. */
  readonly path: string;
  readonly kind: FileKind;
}

/** Named, but never entered: large, and nobody's own work. */
const notEntered: readonly string[] = ['node_modules', '.git', '.hg', '.svn'];

/**
 * Everything below a folder, folders before what they hold, by name. Symbolic links are named and not followed; what may
 * not be read is not entered. Stops when the signal aborts.
 */
export async function* walk(files: Files, { from, depth }: { readonly from: string; readonly depth: number }, signal: AbortSignal): AsyncGenerator<WalkedEntry> {
  const folder = await authorizeRead(files, from);
  if (!folder.ok) return;
  for (const { name, kind } of await files.list(folder.value)) {
    if (signal.aborted) return;
    const path = from === '.' ? name : `${from}/${name}`;
    yield { path, kind };
    if (kind === 'directory' && depth > 1 && !notEntered.includes(name)) yield* walk(files, { from: path, depth: depth - 1 }, signal);
  }
}

/** Everything in all folders of the workspace. */
export async function* walkAll(files: Files, signal: AbortSignal): AsyncGenerator<WalkedEntry> {
  for (const from of ['.', ...foldersBeside(files).map(({ name }) => name)]) yield* walk(files, { from, depth: 100 }, signal);
}
