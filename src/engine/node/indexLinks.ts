import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** How a gitlink's mode, 160000, is written in an index. */
const linkMode = Buffer.from([0, 0, 0xe0, 0]);
const largestIndex = 100_000_000;

/**
 * Paths at which a repository's index has other repositories (submodules), from its working folder. Rejects for an index that cannot be
 * understood. Format: Git's documentation, gitformat-index.
 */
export async function indexLinks(gitFolder: string): Promise<readonly string[]> {
  const names = (await readdir(gitFolder).catch(() => [])).filter((name) => name === 'index' || name.startsWith('sharedindex.'));
  const found = await Promise.all(names.map(async (name) => linksIn(await readFile(join(gitFolder, name)))));
  return [...new Set(found.flat())];
}

function linksIn(index: Buffer): readonly string[] {
  // Most repositories have none, and then nothing needs to be read entry by entry.
  return index.includes(linkMode) ? indexEntries(index).filter(({ isLink }) => isLink).map(({ name }) => name) : [];
}

export interface IndexEntry {
  readonly name: string;
  readonly isLink: boolean;
}

/** Throws for an index that cannot be understood. */
export function indexEntries(index: Buffer): readonly IndexEntry[] {
  if (index.length > largestIndex || index.toString('latin1', 0, 4) !== 'DIRC') throw new Error('The index of the repository cannot be read.');
  const [version, count] = [index.readUInt32BE(4), index.readUInt32BE(8)];
  if (version < 2 || version > 4) throw new Error(`The index of the repository has the unknown version ${version}.`);
  const entries: IndexEntry[] = [];
  let [at, before] = [12, ''];
  for (let entry = 0; entry < count; entry += 1) {
    const flags = index.readUInt16BE(at + 60);
    const start = at + 62 + (version >= 3 && (flags & 0x4000) !== 0 ? 2 : 0);
    const { name, end } = version === 4 ? compressedName(index, start, before) : plainName(index, start, at);
    entries.push({ name, isLink: index.readUInt32BE(at + 24) === 0o160000 });
    [at, before] = [end, name];
  }
  return entries;
}

/** Ends with one to eight zero bytes, so that the next entry begins at a multiple of eight from this one. */
function plainName(index: Buffer, start: number, entry: number): { readonly name: string; readonly end: number } {
  const zero = index.indexOf(0, start);
  if (zero === -1) throw new Error('The index of the repository ends in the middle.');
  return { name: index.toString('utf8', start, zero), end: entry + Math.ceil((zero + 1 - entry) / 8) * 8 };
}

/** Says how much of the name before it to drop, then what follows. */
function compressedName(index: Buffer, start: number, before: string): { readonly name: string; readonly end: number } {
  let [at, byte] = [start + 1, index.readUInt8(start)];
  let dropped = byte & 0x7f;
  while ((byte & 0x80) !== 0) {
    byte = index.readUInt8(at);
    at += 1;
    dropped = ((dropped + 1) << 7) | (byte & 0x7f);
  }
  const zero = index.indexOf(0, at);
  if (zero === -1) throw new Error('The index of the repository ends in the middle.');
  const kept = Buffer.from(before).subarray(0, -dropped || undefined);
  return { name: Buffer.concat([kept, index.subarray(at, zero)]).toString('utf8'), end: zero + 1 };
}
