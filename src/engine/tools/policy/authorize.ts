import { err, ok, type Result } from '../../base/result.ts';
import type { AuthorizedPath, Files, FileStat } from '../../ports/files.ts';
import { shown, toSegments } from './pathNames.ts';
import { type Protection, readProtection, writeProtection } from './protectedPaths.ts';
import { folderPrefix, isInside, placeOf, separatorOf } from './workspacePlace.ts';

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
export async function resolveForWriting(files: Files, path: string): Promise<Result<ResolvedPath, PathRefusal>> {
  const resolved = await resolvePath(files, path, writeProtection);
  if (!resolved.ok || isInside(files.root, resolved.value.path)) return resolved;
  const { consent, path: real } = resolved.value;
  const beside = 'It is in another folder of the workspace, which checkpoints do not cover: going back does not undo it.';
  return ok({ path: real, consent: consent === null ? beside : `${beside} ${consent}` });
}

/** As `resolveForReading`, and nothing that needs consent. The error tells a model what to do. */
export async function authorizeRead(files: Files, path: string): Promise<Result<AuthorizedPath, string>> {
  return withoutConsent(await resolveForReading(files, path));
}

/** As `authorizeRead`, and nothing that can run code or change what an agent may do. */
export async function authorizeWrite(files: Files, path: string): Promise<Result<AuthorizedPath, string>> {
  return withoutConsent(await resolveForWriting(files, path));
}

/** As `authorizeRead`, and in the project's own folder: where commands run, and what its Git repository knows. */
export async function authorizeInProject(files: Files, path: string): Promise<Result<AuthorizedPath, string>> {
  const authorized = await authorizeRead(files, path);
  if (!authorized.ok || isInside(files.root, authorized.value)) return authorized;
  return err(`"${shown(path)}" is in another folder of the workspace. Commands and Git work in the project's own folder; read_file, list_files, find_files and search_text reach the others.`);
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
  const place = await placeOf(files, path);
  const lexical = toSegments(place.path, place.root);
  if (!lexical.ok) return err(lexical.error);
  const written = protection(lexical.value);
  if (written?.needs === 'refusal') return err({ message: written.reason, cause: 'protected' });
  const resolved = await resolve(files, place.root, lexical.value);
  if (!resolved.ok) return err({ message: `"${shown(path)}" ${resolved.error}`, cause: 'unresolvable' });
  if (!isInside(place.root, resolved.value)) return err({ message: `"${shown(path)}" leads outside the workspace through a symbolic link.`, cause: 'outside' });
  const real = protection(segmentsBelow(place.root, resolved.value));
  if (real?.needs === 'refusal') return err({ message: real.reason, cause: 'protected' });
  return ok({ path: resolved.value as AuthorizedPath, consent: written?.reason ?? real?.reason ?? null });
}

/** Symlinks of the deepest part that exists are resolved; the rest is new and follows as written. */
async function resolve(files: Files, root: string, segments: readonly string[]): Promise<Result<string, string>> {
  for (let count = segments.length; count >= 0; count -= 1) {
    const path = joined(root, segments.slice(0, count));
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

function segmentsBelow(root: string, path: string): readonly string[] {
  return path === root ? [] : path.slice(folderPrefix(root).length).split(separatorOf(root));
}

function joined(folder: string, segments: readonly string[]): string {
  return segments.length === 0 ? folder : folderPrefix(folder) + segments.join(separatorOf(folder));
}
