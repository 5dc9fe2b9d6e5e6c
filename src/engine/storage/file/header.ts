import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { applicationId } from '../migrations.ts';

const headerBytes = 100;

export type FileState = { readonly type: 'absent' | 'empty' | 'ours' } | { readonly type: 'foreign'; readonly reason: string };

/**
 * Looks at the first bytes before SQLite does, so that a file that is not ours is never written to.
 * The layout is that of https://www.sqlite.org/fileformat2.html#the_database_header.
 */
export function inspectHeader(path: string): FileState {
  const size = statSync(path, { throwIfNoEntry: false })?.size;
  if (size === undefined) return { type: 'absent' };
  if (size === 0) return { type: 'empty' };
  const header = readStart(path);
  const reason = reasonAgainst(header);
  return reason ? { type: 'foreign', reason } : { type: 'ours' };
}

function readStart(path: string): Buffer {
  const header = Buffer.alloc(headerBytes);
  const descriptor = openSync(path, 'r');
  try {
    return header.subarray(0, readSync(descriptor, header, 0, headerBytes, 0));
  } finally {
    closeSync(descriptor);
  }
}

function reasonAgainst(header: Buffer): string | null {
  if (header.length < headerBytes) return 'it is cut off';
  if (header.toString('latin1', 0, 16) !== 'SQLite format 3\0') return 'it is not a database';
  if (header.readUInt32BE(68) !== applicationId) return "it is another program's database";
  if (header[21] !== 64 || header[22] !== 32 || header[23] !== 32 || header.readUInt32BE(56) !== 1) return 'its header is damaged';
  return null;
}
