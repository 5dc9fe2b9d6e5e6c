import type { RunEvent } from '../../model/fact.ts';
import { isReviewExecution } from '../../model/reviewExecution.ts';
import { toolsOf } from '../../model/template.ts';
import { isWriter } from '../../model/toolName.ts';
import type { Snapshots } from '../../ports/snapshots.ts';
import { graphOf } from '../../workflow/graph.ts';
import type { RunState } from '../../workflow/state.ts';
import { phaseOf } from '../../workflow/step.ts';
import type { Finished } from '../outcomeEvents.ts';
import { workspaceChanges } from './workspaceChanges.ts';

/** Copies the workspace's files; `null` where that cannot be done. */
export type TakeSnapshot = () => Promise<string | null>;

/** The files as an execution that may write finds them, where its reviewers will be shown what it changed. */
export async function baselineOf({ template }: RunState, { phase, execution }: Finished, take: TakeSnapshot): Promise<RunEvent | null> {
  const definition = graphOf(template).byId.get(phase);
  if (!definition?.review || isReviewExecution(execution) || !toolsOf(definition).some(isWriter)) return null;
  const snapshot = await take();
  return snapshot === null ? null : { type: 'baseline-taken', phase, execution, snapshot };
}

/** What an execution changed since its baseline; `null` without one. */
export async function changesOf(state: RunState, { phase, execution }: Finished, { snapshots, take }: { readonly snapshots: Snapshots | null; readonly take: TakeSnapshot }): Promise<string | null> {
  const baseline = phaseOf(state, phase)?.baseline;
  if (!snapshots || baseline?.execution !== execution) return null;
  const after = await take();
  return after === null ? null : workspaceChanges(snapshots, { before: baseline.snapshot, after });
}
