import type { Files } from '../ports/files.ts';
import { authorizeRead } from './policy/authorize.ts';
import { decodeLossy, decodeText } from './textFile.ts';
import type { Match } from './textSearch.ts';

/** A little more than what is searched, so that nothing found is lost over the last byte. */
const longestFileBytes = 6_000_000;
const atOnce = 16;

/**
 * Those of the paths (from the root) that are files in their folders when looked at through folders held open: another program walked, and
 * a folder may have been a link to somewhere else while it did.
 */
export async function filesThatAreThere(files: Files, paths: readonly string[]): Promise<readonly string[]> {
  const folders = [...new Set(paths.map(folderOf))];
  const known = new Map<string, ReadonlySet<string>>();
  for (let from = 0; from < folders.length; from += atOnce) {
    await Promise.all(folders.slice(from, from + atOnce).map(async (folder) => known.set(folder, await fileNames(files, folder))));
  }
  return paths.filter((path) => known.get(folderOf(path))?.has(path.slice(path.lastIndexOf('/') + 1)));
}

function folderOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '.';
}

async function fileNames(files: Files, folder: string): Promise<ReadonlySet<string>> {
  try {
    const authorized = await authorizeRead(files, folder);
    const entries = authorized.ok ? await files.list(authorized.value) : [];
    return new Set(entries.filter(({ kind }) => kind === 'file').map(({ name }) => name));
  } catch {
    return new Set();
  }
}

/** Each match as the file itself has it, read as every file is read: where its line stands now, or `null` where the file has no such line. */
export function matchReader(files: Files): (match: Match) => Promise<Match | null> {
  let last: { readonly path: string; readonly lines: readonly string[] } | undefined;
  return async (match) => {
    if (last?.path !== match.path) last = { path: match.path, lines: await linesOf(files, match.path) };
    const isSame = sameLine(match.text);
    const line = isSame(last.lines[match.line - 1]) ? match.line : last.lines.findIndex(isSame) + 1;
    return line === 0 ? null : { path: match.path, line, text: last.lines[line - 1] ?? '' };
  };
}

async function linesOf(files: Files, path: string): Promise<readonly string[]> {
  try {
    const authorized = await authorizeRead(files, path);
    if (!authorized.ok) return [];
    const bytes = await files.read(authorized.value, longestFileBytes);
    const decoded = decodeText(bytes);
    return (decoded.ok ? decoded.value.text : decodeLossy(bytes)).split(/\r?\n/);
  } catch {
    return [];
  }
}

/** What ripgrep puts in place of the rest of a long line. */
const cutEnd = / \[\.\.\. (?:omitted end of long line|\d+ more match(?:es)?)\]$/;

function sameLine(text: string): (line: string | undefined) => boolean {
  const whole = text.replace(/\r$/, '').replace(/^\uFEFF/, '');
  const start = cutEnd.test(whole) ? whole.replace(cutEnd, '') : undefined;
  return (line) => line === whole || (start !== undefined && line?.startsWith(start) === true);
}
