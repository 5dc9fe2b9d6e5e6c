import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { failpoint } from '../../base/failpoint.ts';
import type { LeftOutReason } from '../../ports/snapshots.ts';
import { type About, fromAbout, toAbout } from './about.ts';
import { objectName, snapshotTree } from './blobName.ts';
import { stateOfObjects } from './borrowedObjects.ts';
import { type BytePath, splitNul } from './bytePath.ts';
import { usualPermissions } from './entry.ts';
import { examine, type Finding } from './examine.ts';
import { type Git, GitError } from './git.ts';
import { dateIndex, type IndexEntry, readIndex } from './indexEntries.ts';
import { listFiles, repositoryFor } from './listFiles.ts';
import { adopt, sizesOf } from './objects.ts';
import type { IsProtected } from './planRestore.ts';
import { copyIndex, keepIndex, referencePrefix, type SnapshotFolder, workPath } from './snapshotFolder.ts';
import { updateIndex } from './updateIndex.ts';

export interface CaptureContext {
  readonly workspace: string;
  readonly places: SnapshotFolder;
  readonly git: Git;
  readonly warn: (message: string) => void;
  readonly isProtected: IsProtected;
  /** When everything in the index was last seen to be in an object folder; `null` before the first time. */
  readonly checked: { state: string | null };
}

/**
 * Brings the private index up to the workspace, writes the snapshot's objects, and keeps them by a reference. Answers the snapshot's id.
 * Where Git fails, because a file was changed under its hands or the index is damaged, it tries once more without the index.
 */
export async function captureFiles(context: CaptureContext, signal: AbortSignal): Promise<string> {
  failpoint('snapshot-begun');
  try {
    return await captureOnce(context, signal);
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
    context.warn(`The snapshot is taken again from the start. ${error.message}`);
    await rm(context.places.index, { force: true });
    return captureOnce(context, signal);
  }
}

async function captureOnce(context: CaptureContext, signal: AbortSignal): Promise<string> {
  const { git, places, workspace, warn } = context;
  const startedMs = Date.now();
  const repository = await repositoryFor(git, workspace, signal);
  const borrowed = repository?.objects ?? null;
  const index = await copyIndex(places);
  const [listing, known, dirty, permissions] = await Promise.all([
    listFiles({ git, repository, workspace, noIndex: workPath(places, 'no-index'), warn }, signal),
    readIndex(git, index, signal),
    git.run({ args: ['diff-files', '-z', '--name-only', '--ignore-submodules=all'], index }, signal).then(splitNul),
    readPermissions(places),
  ]);
  const state = await stateOfObjects(borrowed);
  const isChecked = state === context.checked.state;
  const again = new Set([...recentPaths(known), ...(isChecked ? [] : await lostPaths({ git, borrowed }, known, signal))]);
  const suspects = new Set([...dirty, ...again, ...[...listing.files].filter((path) => !known.has(path))].filter((path) => listing.files.has(path)));
  const findings = await examine(workspace, [...suspects], signal);
  const kept = [...findings].flatMap(([path, { type }]) => (type === 'keep' ? [path] : []));
  const removed = [...known.keys()].filter((path) => !listing.files.has(path) || again.has(path) || isLeaving(findings.get(path)));
  const isUnchanged = kept.length === 0 && removed.length === 0;
  if (!isUnchanged) await updateIndex(git, { index, kept, removed, borrowed }, signal);
  const about: About = { permissions: permissionsAfter(permissions, findings, removed), leftOut: leftOutOf(listing.leftOut, findings) };
  const files = (await git.run({ args: ['write-tree', '--missing-ok'], index }, signal)).toString('latin1').trim();
  if (!isUnchanged) {
    await adopt({ git, borrowed }, replacedBlobs(known, await readIndex(git, index, signal)), signal);
    await writePermissions(places, about.permissions);
    await dateIndex(index, startedMs);
    await keepIndex(places, index);
  }
  context.checked.state = state;
  return keepSnapshot(context, { about: toAbout(about), files }, signal);
}

function recentPaths(known: ReadonlyMap<BytePath, IndexEntry>): readonly BytePath[] {
  return [...known].flatMap(([path, { isRecent }]) => (isRecent ? [path] : []));
}

/** Files whose content is in the index, but no longer in any object folder: they must be read again. */
async function lostPaths(lookup: { git: Git; borrowed: string | null }, known: ReadonlyMap<BytePath, IndexEntry>, signal: AbortSignal): Promise<readonly BytePath[]> {
  const there = await sizesOf(lookup, [...known.values()].map(({ blob }) => blob), signal);
  return [...known].flatMap(([path, { blob }]) => (there.has(blob) ? [] : [path]));
}

/** Contents that the workspace does not have any more where they were: only snapshots hold them from now on. */
function replacedBlobs(before: ReadonlyMap<BytePath, IndexEntry>, after: ReadonlyMap<BytePath, IndexEntry>): readonly string[] {
  return [...before].flatMap(([path, { blob }]) => (after.get(path)?.blob === blob ? [] : [blob]));
}

function isLeaving(finding: Finding | undefined): boolean {
  return finding !== undefined && finding.type !== 'keep';
}

function leftOutOf(byName: ReadonlyMap<BytePath, LeftOutReason>, findings: ReadonlyMap<BytePath, Finding>): ReadonlyMap<BytePath, LeftOutReason> {
  return new Map([...byName, ...[...findings].flatMap(([path, finding]) => (finding.type === 'left-out' ? [[path, finding.reason] as const] : []))]);
}

function permissionsAfter(before: ReadonlyMap<BytePath, number>, findings: ReadonlyMap<BytePath, Finding>, removed: readonly BytePath[]): ReadonlyMap<BytePath, number> {
  const after = new Map(before);
  for (const path of removed) after.delete(path);
  for (const [path, finding] of findings) {
    after.delete(path);
    if (finding.type !== 'keep' || finding.permissions === null || process.platform === 'win32') continue;
    const usual = usualPermissions((finding.permissions & 0o100) === 0 ? '100644' : '100755');
    if (finding.permissions !== usual) after.set(path, finding.permissions);
  }
  return after;
}

async function readPermissions({ permissions }: SnapshotFolder): Promise<ReadonlyMap<BytePath, number>> {
  const bytes = await readFile(permissions).catch(() => Buffer.alloc(0));
  return fromAbout(bytes).permissions;
}

/** Before the index is kept: permissions that are newer than the index belong to files that the index still calls changed. */
async function writePermissions(places: SnapshotFolder, permissions: ReadonlyMap<BytePath, number>): Promise<void> {
  const draft = workPath(places, 'permissions');
  await writeFile(draft, toAbout({ permissions, leftOut: new Map() }));
  await rename(draft, places.permissions);
}

async function keepSnapshot({ git, places }: CaptureContext, { about, files }: { about: Buffer; files: string }, signal: AbortSignal): Promise<string> {
  const aboutName = objectName('blob', about);
  const id = objectName('tree', snapshotTree(aboutName, files));
  if (await stat(join(places.references, id)).catch(() => null)) return id;
  await git.run({ args: ['hash-object', '-w', '--stdin'], input: about }, signal);
  await git.run({ args: ['mktree', '--missing'], input: Buffer.from(`100644 blob ${aboutName}\tabout\n040000 tree ${files}\tfiles\n`) }, signal);
  await git.run({ args: ['update-ref', `${referencePrefix}${id}`, id] }, signal);
  failpoint('snapshot-taken');
  return id;
}
