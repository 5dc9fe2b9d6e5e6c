import { stat, utimes } from 'node:fs/promises';
import type { BytePath } from './bytePath.ts';
import type { Git } from './git.ts';

export interface IndexEntry {
  readonly blob: string;
  /** Whether the file may have been changed again after it was read without Git being able to tell. */
  readonly isRecent: boolean;
}

/** A file changed this shortly before it was read, or later, is read once more the next time: clocks of file systems are coarse. */
const marginSeconds = 2;

/** One entry of `ls-files --stage --debug -z`: mode, name, stage, path, and what Git noted of the file's state. */
const pattern = /\d+ ([0-9a-f]{40}) \d\t([^\0]*)\0 {2}ctime: (\d+):\d+\n {2}mtime: [^\n]*\n {2}dev: [^\n]*\n {2}uid: [^\n]*\n {2}size: [^\n]*\n/g;

/**
 * What the index has. Git compares times by the second, so a file that was read and changed again within one could pass for
 * unchanged: those are told by the time of the index, which is that of the beginning of its making (`dateIndex`).
 */
export async function readIndex(git: Git, index: string, signal: AbortSignal): Promise<ReadonlyMap<BytePath, IndexEntry>> {
  const dated = await stat(index).catch(() => null);
  const output = await git.run({ args: ['ls-files', '-z', '--stage', '--debug'], index }, signal);
  const since = (dated?.mtimeMs ?? 0) / 1_000;
  return new Map([...output.toString('latin1').matchAll(pattern)].map(([, blob = '', path = '', changedAt]) => [path as BytePath, { blob, isRecent: Number(changedAt) >= since }]));
}

export async function dateIndex(index: string, startedMs: number): Promise<void> {
  const seconds = Math.floor(startedMs / 1_000) - marginSeconds;
  await utimes(index, seconds, seconds);
}
