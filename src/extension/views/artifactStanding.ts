import type { Artifact } from '../../engine/model/artifact.ts';
import type { ArtifactId, ExecutionId, PhaseId } from '../../engine/model/ids.ts';
import { isReviewExecution, reviewedExecutionOf } from '../../engine/model/reviewExecution.ts';
import type { RunState } from '../../engine/workflow/state.ts';

/** Whether the run still counts on an artifact: a rollback keeps those of the work that it took back, and the run forgets them. */
export function isInUse(state: RunState, { id, phase, execution }: Pick<Artifact, 'id' | 'phase' | 'execution'>): boolean {
  if (execution && isReviewExecution(execution)) return isReviewInUse(state, { id, phase, execution });
  const current = state.phases[phase];
  const isWhole = current?.situation.status === 'completed' && current.situation.artifact.id === id;
  return isWhole || (current?.loop?.done.some((artifact) => artifact.id === id) ?? false);
}

/** A review counts while its phase is about it, and as long as what it is about. */
function isReviewInUse(state: RunState, { id, phase, execution }: { readonly id: ArtifactId; readonly phase: PhaseId; readonly execution: ExecutionId }): boolean {
  const isKept = state.phases[phase]?.reviews.some(({ seats }) => seats.some(({ outcome }) => outcome?.type === 'reviewed' && outcome.artifact.id === id)) ?? false;
  return isKept || isInUse(state, { id: `${reviewedExecutionOf(execution)}/artifact` as ArtifactId, phase, execution: null });
}
