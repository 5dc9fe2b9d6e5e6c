import type { CheckpointId, PhaseId } from '../../engine/model/ids.ts';
import type { Memento, RunState } from '../../engine/workflow/state.ts';

/** The points between which a phase did its work. */
export interface PhaseSpan {
  /** The latest point at which it had not begun; `null` where none is kept. */
  readonly before: SavedFiles | null;
  /** Its end; `null` while it has none, or none is kept: then what it did is in the workspace as it is now. */
  readonly after: SavedFiles | null;
}

export interface SavedFiles {
  readonly checkpoint: CheckpointId;
  readonly snapshot: string;
}

export function spanOf({ checkpoints }: Pick<RunState, 'checkpoints'>, phase: PhaseId): PhaseSpan {
  const own = checkpoints.findLastIndex((memento) => memento.phase === phase);
  const earlier = own === -1 ? checkpoints : checkpoints.slice(0, own);
  return { before: saved(earlier.findLast((memento) => !hasBegun(memento, phase))), after: saved(checkpoints[own]) };
}

function hasBegun({ phases }: Memento, phase: PhaseId): boolean {
  return (phases[phase]?.situation.status ?? 'pending') !== 'pending';
}

function saved(memento: Memento | undefined): SavedFiles | null {
  return memento && memento.snapshot !== null ? { checkpoint: memento.checkpoint, snapshot: memento.snapshot } : null;
}
