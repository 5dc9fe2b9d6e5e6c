import { type BytePath, joinNul, splitNul } from './bytePath.ts';
import { parseEntries } from './entry.ts';
import type { Git } from './git.ts';
import { sizesOf } from './objects.ts';

export interface IndexUpdate {
  readonly index: string;
  readonly kept: readonly BytePath[];
  readonly removed: readonly BytePath[];
  /** The user's object folder, to share with where that saves much. */
  readonly borrowed: string | null;
}

/** With fewer files, copying what the user's repository has already is quicker than looking for it. */
const worthBorrowing = 200;

/** Removes first, so that a file may take the place of a folder, and a path in both lists is read again. */
export async function updateIndex(git: Git, { index, kept, removed, borrowed }: IndexUpdate, signal: AbortSignal): Promise<void> {
  const update = (options: readonly string[], paths: readonly BytePath[]): Promise<unknown> =>
    paths.length === 0 ? Promise.resolve() : git.run({ args: ['update-index', '-z', ...options, '--stdin'], input: joinNul(paths), index }, signal);
  await update(['--force-remove'], removed);
  if (borrowed === null || kept.length < worthBorrowing) {
    await update(['--add', '--replace', '--remove'], kept);
    return;
  }
  // Written with the user's folder in sight, an object that is there already would get a new time there: only names are made first.
  await update(['--info-only', '--add', '--replace', '--remove'], kept);
  const entries = parseEntries(splitNul(await git.run({ args: ['ls-files', '-z', '--stage'], index }, signal)));
  const there = await sizesOf({ git, borrowed }, [...entries.values()].map(({ blob }) => blob), signal);
  const unknown = kept.filter((path) => !there.has(entries.get(path)?.blob ?? ''));
  await update(['--force-remove'], unknown);
  await update(['--add', '--replace', '--remove'], unknown);
}
