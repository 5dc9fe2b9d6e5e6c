import { createHash } from 'node:crypto';
import type { Files } from '../../ports/files.ts';
import { resolveForReading } from './authorize.ts';
import { relativePath } from './workspacePlace.ts';

/** A file of the workspace, or the part of it, that says what a command runs. */
export interface RunSource {
  /** From the workspace root. */
  readonly path: string;
  /** `null` where there is no such file. */
  readonly text: string | null;
}

/** The text of a file; long ones and those outside the workspace are stood in for. */
export type ReadText = (path: string) => Promise<RunSource>;

const longestText = 50_000;
const largestFile = 5_000_000;

export function textReader(files: Files): ReadText {
  return async (path) => {
    const resolved = await resolveForReading(files, path);
    if (!resolved.ok) return { path, text: null };
    const name = relativePath(files, resolved.value.path);
    const stat = await files.stat(resolved.value.path);
    if (stat?.kind !== 'file') return { path: name, text: null };
    if (stat.sizeBytes > largestFile) return { path: name, text: `${stat.sizeBytes} bytes` };
    const bytes = await files.read(resolved.value.path, largestFile).catch(() => null);
    if (bytes === null) return { path: name, text: null };
    return { path: name, text: bytes.length > longestText ? createHash('sha256').update(bytes).digest('hex') : Buffer.from(bytes).toString('utf8') };
  };
}
