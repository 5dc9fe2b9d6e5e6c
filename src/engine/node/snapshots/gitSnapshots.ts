import { isUtf8 } from 'node:buffer';
import { realpath } from 'node:fs/promises';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { messageOf } from '../../base/messageOf.ts';
import { err, ok, type Result } from '../../base/result.ts';
import type { Log } from '../../ports/log.ts';
import type { LeftOutFile, Snapshots } from '../../ports/snapshots.ts';
import { toDisplay } from './bytePath.ts';
import { captureFiles, type CaptureContext } from './captureFiles.ts';
import { changesBetween } from './changesBetween.ts';
import { forgetSnapshots } from './forgetSnapshots.ts';
import { privateGit } from './git.ts';
import { largestFileBytes } from './leaveOut.ts';
import { repositoryFor } from './listFiles.ts';
import { readBlobs } from './objects.ts';
import type { IsProtected } from './planRestore.ts';
import { finishRestore, type Limit, previewRestore, restoreFiles } from './restoreFiles.ts';
import { prepareFolder, snapshotFolder } from './snapshotFolder.ts';
import { readSnapshot } from './snapshotContent.ts';

export interface GitSnapshotsOptions {
  /** The folder whose files are kept. */
  readonly workspace: string;
  /** Where they are kept: outside of the workspace, made when missing, owned by this process alone. */
  readonly folder: string;
  readonly log: Log;
  readonly timeLimitMs: number;
  /** Places that a restore leaves as they are, and says so; none unless given. */
  readonly isProtected?: IsProtected;
}

/** Snapshots by Git's plumbing in a private repository; the user's own is only read. */
export function gitSnapshots(options: GitSnapshotsOptions): Snapshots {
  const perform = inTurn(options);
  return {
    isAvailable: () => perform(async () => ({ largestFileBytes, timeLimitMs: options.timeLimitMs })),
    take: () => perform((context, limit) => captureFiles(context, limit())),
    leftOut: (id) => perform((context, limit) => leftOutOf(context, id, limit())),
    preview: (id) => perform((context, limit) => previewRestore(context, id, limit)),
    between: (before, after) => perform((context, limit) => changesBetween(context, { before, after }, limit())),
    textAt: (id, path) => perform((context, limit) => textOf(context, { id, path }, limit())),
    restore: (id) => perform((context, limit) => restoreFiles(context, id, limit)),
    finishInterruptedRestore: () => perform(finishRestore),
    forget: (keep) => perform((context, limit) => forgetSnapshots(context, keep, limit())),
  };
}

type Perform = <T>(work: (context: CaptureContext, limit: Limit) => Promise<T>) => Promise<Result<T, string>>;

/** One operation after the other. The folder is made ready by the first that gets that far. */
function inTurn(options: GitSnapshotsOptions): Perform {
  const limit = (): AbortSignal => AbortSignal.timeout(options.timeLimitMs);
  let last: Promise<unknown> = Promise.resolve();
  let context: CaptureContext | undefined;
  return (work) => {
    const result = last.then(async () => {
      try {
        context ??= await openFolder(options, limit());
        return ok(await work(context, limit));
      } catch (error) {
        return err(explain(error, options.timeLimitMs));
      }
    });
    last = result;
    return result;
  };
}

function explain(error: unknown, timeLimitMs: number): string {
  if (!(error instanceof Error) || error.name !== 'TimeoutError') return messageOf(error);
  return `Reading the workspace took longer than ${timeLimitMs / 1_000} seconds and was stopped. Ignored files are not read: a rule in .gitignore for large generated folders helps.`;
}

async function openFolder({ workspace, folder, log, isProtected = () => false }: GitSnapshotsOptions, signal: AbortSignal): Promise<CaptureContext> {
  const root = await realpath(workspace);
  if (isInside(root, folder) || isInside(workspace, folder)) throw new Error('Snapshots cannot be kept inside the workspace they are of.');
  const places = snapshotFolder(resolve(folder));
  const git = privateGit(places.repository, root);
  await prepareFolder(places, git, signal);
  return { workspace: root, places, git, warn: (message) => log.warn(message), isProtected, checked: { state: null } };
}

function isInside(outer: string, inner: string): boolean {
  const way = relative(outer, resolve(inner));
  return !isAbsolute(way) && way.split(sep)[0] !== '..';
}

async function leftOutOf({ git }: CaptureContext, id: string, signal: AbortSignal): Promise<readonly LeftOutFile[]> {
  const { leftOut } = await readSnapshot(git, id, signal);
  return [...leftOut].map(([path, reason]) => ({ path: toDisplay(path), reason }));
}

async function textOf({ git, workspace }: CaptureContext, { id, path }: { id: string; path: string }, signal: AbortSignal): Promise<string | null> {
  const { entries } = await readSnapshot(git, id, signal);
  const entry = [...entries].find(([name]) => toDisplay(name) === path)?.[1];
  if (entry === undefined) return null;
  const repository = await repositoryFor(git, workspace, signal);
  for await (const contents of readBlobs({ git, borrowed: repository?.objects ?? null }, [entry.blob], signal)) {
    const content = contents.get(entry.blob);
    if (content === undefined) break;
    if (!isUtf8(content) || content.includes(0)) throw new Error(`${path} is not text.`);
    return content.toString('utf8');
  }
  throw new Error(`The content of ${path} is gone; it was only in your repository, which has been cleaned up since.`);
}
