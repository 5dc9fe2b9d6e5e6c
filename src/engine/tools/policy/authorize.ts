import { err, ok, type Result } from '../../base/result.ts';
import type { AuthorizedPath, Files, FileStat } from '../../ports/files.ts';
import { shown, toSegments } from './pathNames.ts';
import { type Protection, readProtection, writeProtection } from './protectedPaths.ts';

/** A path inside the workspace. */
export interface ResolvedPath {
  /** To be used only after consent, where that is needed. */
  readonly path: AuthorizedPath;
  /** Why a person has to agree to this use first; `null` where nobody has to. */
  readonly consent: string | null;
}

export interface PathRefusal {
  /** Tells a model what to do. */
  readonly message: string;
  /** `name`: written as no path is, and perhaps no path at all. */
  readonly cause: 'name' | 'outside' | 'protected' | 'unresolvable';
}

/**
 * The one path that may be read for what a model wrote: inside the root after every symlink is resolved. It need not exist.
 * Ask again right before use: the disk may have changed.
 */
export function resolveForReading(files: Files, path: string): Promise<Result<ResolvedPath, PathRefusal>> {
  return resolvePath(files, path, readProtection);
}

/** As `resolveForReading`, for changing or creating a file. */
export function resolveForWriting(files: Files, path: string): Promise<Result<ResolvedPath, PathRefusal>> {
  return resolvePath(files, path, writeProtection);
}

/** As `resolveForReading`, and nothing that needs consent. The error tells a model what to do. */
export async function authorizeRead(files: Files, path: string): Promise<Result<AuthorizedPath, string>> {
  return withoutConsent(await resolveForReading(files, path));
}

/** As `authorizeRead`, and nothing that can run code or change what an agent may do. */
export async function authorizeWrite(files: Files, path: string): Promise<Result<AuthorizedPath, string>> {
  return withoutConsent(await resolveForWriting(files, path));
}

/** The path from the root with `/` between names; `.` for the root itself. */
export function relativePath(files: Files, path: AuthorizedPath): string {
  return path === files.root ? '.' : path.slice(folderPrefix(files.root).length).replaceAll(separatorOf(files.root), '/');
}

/** Only the path, for a second look right before use: consent was given by then. */
export async function pathOf(resolving: Promise<Result<ResolvedPath, PathRefusal>>): Promise<Result<AuthorizedPath, string>> {
  const resolved = await resolving;
  return resolved.ok ? ok(resolved.value.path) : err(resolved.error.message);
}

function withoutConsent(resolved: Result<ResolvedPath, PathRefusal>): Result<AuthorizedPath, string> {
  if (!resolved.ok) return err(resolved.error.message);
  return resolved.value.consent === null ? ok(resolved.value.path) : err(`${resolved.value.consent} It is protected from this tool.`);
}

/** Both names count: the one that was written, and where it leads. */
async function resolvePath(files: Files, path: string, protection: (segments: readonly string[]) => Protection | undefined): Promise<Result<ResolvedPath, PathRefusal>> {
  const lexical = toSegments(path, files.root);
  if (!lexical.ok) return err(lexical.error);
  const written = protection(lexical.value);
  if (written?.needs === 'refusal') return err({ message: written.reason, cause: 'protected' });
  const resolved = await resolve(files, lexical.value);
  if (!resolved.ok) return err({ message: `"${shown(path)}" ${resolved.error}`, cause: 'unresolvable' });
  if (!isInside(files.root, resolved.value)) return err({ message: `"${shown(path)}" leads outside the workspace through a symbolic link.`, cause: 'outside' });
  const real = protection(segmentsBelow(files.root, resolved.value));
  if (real?.needs === 'refusal') return err({ message: real.reason, cause: 'protected' });
  return ok({ path: resolved.value as AuthorizedPath, consent: written?.reason ?? real?.reason ?? null });
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
