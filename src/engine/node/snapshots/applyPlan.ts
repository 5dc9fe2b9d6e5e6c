import { messageOf } from '../../base/messageOf.ts';
import { failpoint } from '../../base/failpoint.ts';
import { splitPath } from './bytePath.ts';
import type { Entry } from './entry.ts';
import type { Git } from './git.ts';
import { inspect, type Leaving, type Readiness } from './inspect.ts';
import { readBlobs, sizesOf } from './objects.ts';
import { placeFile, removeFile, removeTemporary, syncFolder, type Workplace } from './placeFile.ts';
import type { Plan, Skip, Step } from './planRestore.ts';

export interface ApplyContext extends Workplace {
  readonly git: Git;
  readonly borrowed: string | null;
}

export interface Applied {
  readonly changed: readonly Step[];
  readonly skips: readonly Skip[];
}

/** What `applyPlan` would do now. */
export async function rehearsePlan(context: ApplyContext, plan: Plan, signal: AbortSignal): Promise<Applied> {
  const there = await sizesOf(context, contentsOf(plan.steps), signal);
  const leaving = leavingOf(plan.steps);
  const changed: Step[] = [];
  const skips = [...plan.skips];
  for (const step of plan.steps) {
    signal.throwIfAborted();
    const readiness = await inspect(context.workspace, step, leaving);
    if (readiness.type === 'skip') skips.push({ path: step.path, reason: readiness.reason });
    else if (readiness.type === 'ready' && step.after !== null && !there.has(step.after.blob)) skips.push({ path: step.path, reason: 'content-missing' });
    else if (readiness.type === 'ready') changed.push(step);
  }
  return { changed, skips };
}

/**
 * Deletes, innermost first, then writes. Each step looks at the disk again just before it acts, so that the same plan can be
 * applied again after a kill: what is done stays done.
 */
export async function applyPlan(context: ApplyContext, plan: Plan, signal: AbortSignal): Promise<Applied> {
  const changed: Step[] = [];
  const skips = [...plan.skips];
  const note = (step: Step, result: Readiness | Skip): void => {
    if ('path' in result) skips.push(result);
    else if (result.type === 'skip') skips.push({ path: step.path, reason: result.reason });
    else if (result.type === 'ready') changed.push(step);
  };
  for (const step of plan.steps) await removeTemporary(context, step.path);
  for (const step of plan.steps.filter(({ after }) => after === null).toReversed()) note(step, await attempt(context, step, () => removeFile(context, step.path)));
  await writeAll(context, plan, { note, signal });
  for (const folder of new Set(changed.map(({ path }) => splitPath(path).folder))) await syncFolder(context.workspace, folder);
  return { changed, skips };
}

async function writeAll(context: ApplyContext, { steps }: Plan, { note, signal }: { note: (step: Step, result: Readiness | Skip) => void; signal: AbortSignal }): Promise<void> {
  const byContent = new Map<string, (Step & { readonly after: Entry })[]>();
  for (const { path, before, after } of steps) {
    if (after !== null) byContent.set(after.blob, [...(byContent.get(after.blob) ?? []), { path, before, after }]);
  }
  for await (const contents of readBlobs(context, [...byContent.keys()], signal)) {
    for (const [blob, content] of contents) {
      for (const step of byContent.get(blob) ?? []) note(step, await attempt(context, step, () => placeFile(context, step.path, { ...step.after, content })));
      byContent.delete(blob);
    }
  }
  for (const step of [...byContent.values()].flat()) note(step, await withoutContent(context, step));
}

/** What a step came to, where another step takes nothing out of its way any more. */
async function attempt({ workspace }: Workplace, step: Step, act: () => Promise<void>): Promise<Readiness | Skip> {
  try {
    const readiness = await inspect(workspace, step, new Set());
    if (readiness.type === 'ready') await act();
    failpoint('restore-file');
    return readiness;
  } catch (error) {
    return { path: step.path, reason: 'failed', detail: messageOf(error) };
  }
}

/** Content that is nowhere matters only where it would have been written. */
async function withoutContent({ workspace }: Workplace, step: Step): Promise<Readiness | Skip> {
  const readiness = await inspect(workspace, step, new Set());
  return readiness.type === 'ready' ? { path: step.path, reason: 'content-missing' } : readiness;
}

function leavingOf(steps: readonly Step[]): Leaving {
  return new Set(steps.flatMap(({ path, after }) => (after === null ? [path] : [])));
}

function contentsOf(steps: readonly Step[]): readonly string[] {
  return steps.flatMap(({ after }) => (after === null ? [] : [after.blob]));
}
