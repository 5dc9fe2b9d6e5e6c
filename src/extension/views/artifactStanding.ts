import type { Artifact } from '../../engine/model/artifact.ts';
import type { RunState } from '../../engine/workflow/state.ts';

/** Whether the run still counts on an artifact: a rollback keeps those of the work that it took back, and the run forgets them. */
export function isInUse(state: RunState, { id, phase }: Pick<Artifact, 'id' | 'phase'>): boolean {
  const current = state.phases[phase];
  const isWhole = current?.situation.status === 'completed' && current.situation.artifact.id === id;
  return isWhole || (current?.loop?.done.some((artifact) => artifact.id === id) ?? false);
}
