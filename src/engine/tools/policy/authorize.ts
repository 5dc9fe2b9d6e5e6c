import { err, ok, type Result } from '../../base/result.ts';
import type { AuthorizedPath, Files, FileStat } from '../../ports/files.ts';
import { shown, toSegments } from './pathNames.ts';
import { readProtection, writeProtection } from './protectedPaths.ts';

type Protection = (segments: readonly string[]) => string | undefined;

/**
 * The one path that may be read for what a model wrote: inside the root after every symlink is resolved, and no secret.
 * It need not exist. The error tells a model what to do. Ask again right before use: the disk may have changed.
 */
export function authorizeRead(files: Files, path: string): Promise<Result<AuthorizedPath, string>> {
  return authorize(files, path, readProtection);
}

/** As `authorizeRead`, and nothing that can run code or change what an agent may do. */
export function authorizeWrite(files: Files, path: string): Promise<Result<AuthorizedPath, string>> {
  return authorize(files, path, writeProtection);
}

/** The path from the root with `/` between names; `.` for the root itself. */
export function relativePath(files: Files, path: AuthorizedPath): string {
  return path === files.root ? '.' : path.slice(folderPrefix(files.root).length).replaceAll(separatorOf(files.root), '/');
}

async function authorize(files: Files, path: string, protection: Protection): Promise<Result<AuthorizedPath, string>> {
  const lexical = toSegments(path, files.root);
  if (!lexical.ok) return lexical;
  const early = protection(lexical.value);
  if (early) return err(early);
  const resolved = await resolve(files, lexical.value);
  if (!resolved.ok) return err(`"${shown(path)}" ${resolved.error}`);
  if (!isInside(files.root, resolved.value)) return err(`"${shown(path)}" leads outside the workspace through a symbolic link.`);
  const late = protection(segmentsBelow(files.root, resolved.value));
  return late ? err(late) : ok(resolved.value as AuthorizedPath);
}

/** Symlinks of the deepest part that exists are resolved; the rest is new and follows as written. */
async function resolve(files: Files, segments: readonly string[]): Promise<Result<string, string>> {
  for (let count = segments.length; count >= 0; count -= 1) {
    const path = joined(files.root, segments.slice(0, count));
    const found = await look(files, path);
    if (!found.ok) return found;
    if (found.value === null) continue;
    const { real, stat } = found.value;
    const rest = segments.slice(count);
    if (rest.length > 0 && stat?.kind !== 'directory') return err(`cannot be there: "${shown(segments.slice(0, count).join('/'))}" is not a folder.`);
    return ok(joined(real, rest));
  }
  return err('cannot be resolved: the workspace folder is gone.');
}

interface Found {
  readonly real: string;
  readonly stat: FileStat | null;
}

/** What is at a path, symlinks resolved; `null` for nothing. Anything that cannot be resolved is refused, never used as written. */
async function look(files: Files, path: string): Promise<Result<Found | null, string>> {
  try {
    if ((await files.stat(path)) === null) return ok(null);
    const real = await files.realPath(path);
    return ok({ real, stat: await files.stat(real) });
  } catch {
    return err('cannot be resolved: a symbolic link is broken or goes in circles, or a folder may not be entered.');
  }
}

function isInside(root: string, path: string): boolean {
  return path === root || path.startsWith(folderPrefix(root));
}

function segmentsBelow(root: string, path: string): readonly string[] {
  return path === root ? [] : path.slice(folderPrefix(root).length).split(separatorOf(root));
}

function joined(folder: string, segments: readonly string[]): string {
  return segments.length === 0 ? folder : folderPrefix(folder) + segments.join(separatorOf(folder));
}

function folderPrefix(folder: string): string {
  return folder.endsWith(separatorOf(folder)) ? folder : folder + separatorOf(folder);
}

function separatorOf(path: string): '/' | '\\' {
  return path.startsWith('/') ? '/' : '\\';
}
