import { err, ok, type Result } from '../base/result.ts';
import type { Files } from '../ports/files.ts';
import { lineMatcher, type LineMatcher } from './lineMatcher.ts';
import { authorizeRead } from './policy/authorize.ts';
import type { SearchEnding } from './ripgrep.ts';
import { decodeText } from './textFile.ts';
import type { TextSearch } from './textSearch.ts';
import { walkAll } from './walk.ts';

const fileLimitBytes = 5_000_000;
const timeoutMs = 30_000;

/** Search without ripgrep: slower, without .gitignore, in JavaScript's regular expressions. */
export async function searchByWalking(files: Files, search: TextSearch, signal: AbortSignal): Promise<Result<SearchEnding, string>> {
  const { pattern, isRegex = false, ignoreCase = false } = search.request;
  const deadline = AbortSignal.timeout(timeoutMs);
  const matcher = lineMatcher({ pattern, isRegex, isCaseIgnored: ignoreCase });
  try {
    for await (const { path, kind } of walkAll(files, AbortSignal.any([signal, deadline]))) {
      if (kind !== 'file' || !search.isWanted(path)) continue;
      const hasRoom = await searchFile({ files, search, matcher }, path);
      if (!hasRoom.ok) return hasRoom;
      if (!hasRoom.value) return ok('enough');
    }
    return ok(deadline.aborted ? 'timeout' : 'complete');
  } finally {
    matcher.dispose();
  }
}

interface Walking {
  readonly files: Files;
  readonly search: TextSearch;
  readonly matcher: LineMatcher;
}

/** Whether there is room for more. */
async function searchFile({ files, search, matcher }: Walking, path: string): Promise<Result<boolean, string>> {
  const text = await textOf(files, path);
  if (text === null) return ok(true);
  const { limit = 1_000 } = search.request;
  const found = await matcher.match(text, limit + 1);
  if (!found.ok) return err(found.error);
  const lines = text.split(/\r?\n/);
  return ok(found.value.every((line) => search.take({ path, line, text: lines[line - 1] ?? '' })));
}

/** `null` for what cannot be searched: unreadable, too large, gone, or not text. */
async function textOf(files: Files, path: string): Promise<string | null> {
  try {
    const authorized = await authorizeRead(files, path);
    if (!authorized.ok) return null;
    const decoded = decodeText(await files.read(authorized.value, fileLimitBytes));
    return decoded.ok ? decoded.value.text : null;
  } catch {
    return null;
  }
}
