import { failpoint } from '../../base/failpoint.ts';
import type { RestoreOutcome, SkippedPath, SnapshotDifference } from '../../ports/snapshots.ts';
import { type Applied, type ApplyContext, applyPlan, rehearsePlan } from './applyPlan.ts';
import { toDisplay } from './bytePath.ts';
import { captureFiles, type CaptureContext } from './captureFiles.ts';
import { keepIgnoredThen } from './ignoredThen.ts';
import { type Journal, newJournal, readJournal, removeJournal, writeJournal } from './journal.ts';
import { repositoryFor } from './listFiles.ts';
import { adopt } from './objects.ts';
import { type Plan, planRestore, type Skip, toChange } from './planRestore.ts';
import { readSnapshot, SnapshotMissing } from './snapshotContent.ts';
import type { UserRepository } from './userRepository.ts';

/** A signal for each part: reading what is to be done, then doing it. */
export type Limit = () => AbortSignal;

export const restoreInterrupted = 'An earlier restore was interrupted. Finish it first.';

export async function previewRestore(context: CaptureContext, id: string, limit: Limit): Promise<SnapshotDifference> {
  const signal = limit();
  const journal = newJournal(await captureFiles(context, signal), id);
  const prepared = await prepare(context, journal, signal);
  const { changed, skips } = await rehearsePlan(prepared.apply, prepared.plan, signal);
  return { changes: toChanges(changed), skipped: toSkipped(skips) };
}

export async function restoreFiles(context: CaptureContext, id: string, limit: Limit): Promise<RestoreOutcome> {
  if (await readJournal(context.places.journal)) throw new Error(restoreInterrupted);
  failpoint('restore-begun');
  const signal = limit();
  await readSnapshot(context.git, id, signal);
  const journal = newJournal(await captureFiles(context, signal), id);
  const prepared = await prepare(context, journal, signal);
  await adopt(prepared.apply, prepared.plan.steps.flatMap(({ before }) => (before === null ? [] : [before.blob])), signal);
  await writeJournal(context.places.journal, journal);
  failpoint('restore-journaled');
  return finish(context, journal, await applyPlan(prepared.apply, prepared.plan, limit()));
}

/** `null` where no restore was interrupted. One whose snapshots are gone can never be finished, and is given up with an error. */
export async function finishRestore(context: CaptureContext, limit: Limit): Promise<RestoreOutcome | null> {
  const journal = await readJournal(context.places.journal);
  if (journal === null) return null;
  try {
    const prepared = await prepare(context, journal, limit());
    return await finish(context, journal, await applyPlan(prepared.apply, prepared.plan, limit()));
  } catch (error) {
    if (error instanceof SnapshotMissing) await removeJournal(context.places.journal);
    throw error;
  }
}

interface Prepared {
  readonly plan: Plan;
  readonly apply: ApplyContext;
}

async function prepare(context: CaptureContext, { safety, target, mark }: Journal, signal: AbortSignal): Promise<Prepared> {
  const { git, workspace, isProtected } = context;
  const [current, wanted, repository] = await Promise.all([readSnapshot(git, safety, signal), readSnapshot(git, target, signal), repositoryFor(git, workspace, signal)]);
  const plan = await keepIgnoredThen({ ...context, repository, target: wanted }, planRestore(current, wanted, isProtected), signal);
  return { plan, apply: applyContext(context, mark, repository) };
}

function applyContext({ git, workspace }: CaptureContext, mark: string, repository: UserRepository | null): ApplyContext {
  return { git, workspace, mark, borrowed: repository?.objects ?? null };
}

async function finish({ places }: CaptureContext, { safety }: Journal, { changed, skips }: Applied): Promise<RestoreOutcome> {
  failpoint('restore-done');
  await removeJournal(places.journal);
  return { safety, changed: toChanges(changed), skipped: toSkipped(skips) };
}

function toChanges(steps: Applied['changed']): SnapshotDifference['changes'] {
  return steps.map(toChange).toSorted(byPath);
}

function toSkipped(skips: readonly Skip[]): readonly SkippedPath[] {
  return skips.map((skip) => ({ ...skip, path: toDisplay(skip.path) })).toSorted(byPath);
}

function byPath(left: { readonly path: string }, right: { readonly path: string }): number {
  return left.path < right.path ? -1 : 1;
}
