import type { SkipReason, SnapshotChange } from '../../ports/snapshots.ts';
import { type BytePath, foldersOf, toDisplay } from './bytePath.ts';
import type { Entry } from './entry.ts';
import type { SnapshotContent } from './snapshotContent.ts';

/** A path to change: from what the workspace has to what the snapshot has; `null` is nothing. */
export interface Step {
  readonly path: BytePath;
  readonly before: Entry | null;
  readonly after: Entry | null;
}

export interface Skip {
  readonly path: BytePath;
  readonly reason: SkipReason;
  readonly detail?: string;
}

export interface Plan {
  readonly steps: readonly Step[];
  readonly skips: readonly Skip[];
}

/** Whether a place, given by the segments of its path, is left as it is. */
export type IsProtected = (segments: readonly string[]) => boolean;

/** What differs between the workspace as it is and the snapshot to restore, decided from the two alone. */
export function planRestore(current: SnapshotContent, target: SnapshotContent, isProtected: IsProtected): Plan {
  const paths = [...new Set([...current.entries.keys(), ...target.entries.keys()])].toSorted((left, right) => (left < right ? -1 : 1));
  const different = paths.flatMap((path): Step[] => {
    const [before, after] = [current.entries.get(path) ?? null, target.entries.get(path) ?? null];
    return isSame(before, after) ? [] : [{ path, before, after }];
  });
  const links = { current: linksIn(current), target: linksIn(target) };
  const folders = { current: foldersIn(current), target: foldersIn(target) };
  const refused = different.map((step) => ({ step, reason: refusal(step, target, isProtected) ?? (isAcrossSymlink(step, links, folders) ? 'became-symlink' as const : null) }));
  return {
    steps: refused.flatMap(({ step, reason }) => (reason === null ? [step] : [])),
    skips: refused.flatMap(({ step, reason }) => (reason === null ? [] : [{ path: step.path, reason }])),
  };
}

function isSame(left: Entry | null, right: Entry | null): boolean {
  if (left === null || right === null) return left === right;
  return left.mode === right.mode && left.blob === right.blob && (left.mode === '120000' || left.permissions === right.permissions);
}

function refusal({ path, after }: Step, target: SnapshotContent, isProtected: IsProtected): SkipReason | null {
  if (!isSafe(path)) return 'failed';
  if (isProtected(toDisplay(path).split('/'))) return 'protected';
  if (after === null && [path, ...foldersOf(path)].some((place) => target.leftOut.has(place))) return 'left-out';
  return null;
}

interface Sides {
  readonly current: ReadonlySet<BytePath>;
  readonly target: ReadonlySet<BytePath>;
}

/**
 * A symlink never takes the place of a file or a folder, nor they of a symlink: the first is how a restore could be led
 * outside, and with only the second a restore could not be undone.
 */
function isAcrossSymlink({ path, before, after }: Step, links: Sides, folders: Sides): boolean {
  const isLinkOnOneSide = before !== null && after !== null && (before.mode === '120000') !== (after.mode === '120000');
  const isLinkForFolder = (links.current.has(path) && folders.target.has(path)) || (links.target.has(path) && folders.current.has(path));
  return isLinkOnOneSide || isLinkForFolder || foldersOf(path).some((folder) => (before === null ? links.current : links.target).has(folder));
}

function linksIn({ entries }: SnapshotContent): ReadonlySet<BytePath> {
  return new Set([...entries].flatMap(([path, { mode }]) => (mode === '120000' ? [path] : [])));
}

function foldersIn({ entries }: SnapshotContent): ReadonlySet<BytePath> {
  return new Set([...entries.keys()].flatMap(foldersOf));
}

/** Git has checked these names when it stored them; a restore does not rely on that. */
function isSafe(path: BytePath): boolean {
  return path !== '' && path.split('/').every((segment) => segment !== '' && segment !== '.' && segment !== '..' && segment.toLowerCase() !== '.git');
}

export function toChange({ path, before, after }: Step): SnapshotChange {
  return { path: toDisplay(path), kind: before === null ? 'added' : after === null ? 'deleted' : 'changed' };
}
