import type { AuthorizedPath, Files, NamedFolder } from '../../ports/files.ts';

/** A path as it is seen from one folder of the workspace. */
export interface WorkspacePlace {
  /** Canonical. */
  readonly root: string;
  /** As a model wrote it, without the folder's name. */
  readonly path: string;
  /** The folder's name, where it is not the project's own. */
  readonly other: string | null;
}

/**
 * Which folder of the workspace a path means. The project's own names win: only where it has nothing of that name does `shared/…` lead to
 * the folder `shared` beside it. An absolute path belongs to the folder it lies in.
 */
export async function placeOf(files: Files, path: string): Promise<WorkspacePlace> {
  const own = { root: files.root, path, other: null };
  const folders = files.folders?.() ?? [];
  if (folders.length === 0 || liesIn(files.root, path)) return own;
  const around = folders.find(({ root }) => liesIn(root, path));
  if (around) return { root: around.root, path, other: otherName(files, around) };
  const [, first = '', rest = ''] = /^(?:\.\/+)*([^/\\]+)[/\\]*([^]*)$/.exec(path) ?? [];
  const named = folders.find(({ name }) => name === first);
  if (!named || (await files.stat(`${folderPrefix(files.root)}${first}`)) !== null) return own;
  return { root: named.root, path: rest === '' ? '.' : rest, other: otherName(files, named) };
}

function otherName(files: Files, { name, root }: NamedFolder): string | null {
  return root === files.root ? null : name;
}

/** The path from the root with `/` between names, `.` for the root itself; in another folder of the workspace that folder's name first. */
export function relativePath(files: Files, path: AuthorizedPath): string {
  if (isInside(files.root, path)) return path === files.root ? '.' : below(files.root, path);
  const folder = files.folders?.().find(({ root }) => isInside(root, path));
  if (!folder) return path;
  return path === folder.root ? folder.name : `${folder.name}/${below(folder.root, path)}`;
}

/** Folders of the workspace that lie beside the project: neither in it, nor around it. */
export function foldersBeside(files: Files): readonly NamedFolder[] {
  return (files.folders?.() ?? []).filter(({ root }) => !isInside(files.root, root) && !isInside(root, files.root));
}

export function isInside(root: string, path: string): boolean {
  return path === root || path.startsWith(folderPrefix(root));
}

export function folderPrefix(folder: string): string {
  return folder.endsWith(separatorOf(folder)) ? folder : folder + separatorOf(folder);
}

export function separatorOf(path: string): '/' | '\\' {
  return path.startsWith('/') ? '/' : '\\';
}

function below(root: string, path: string): string {
  return path.slice(folderPrefix(root).length).replaceAll(separatorOf(root), '/');
}

/** By the text alone; what it really leads to is looked at later. */
function liesIn(root: string, path: string): boolean {
  const isAbsolute = path.startsWith('/') || /^[a-z]:[\\/]/i.test(path);
  return isAbsolute && isInside(root, separatorOf(root) === '\\' ? path.replaceAll('/', '\\') : path);
}
