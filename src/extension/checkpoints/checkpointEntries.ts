import type { Checkpoint } from '../../engine/model/checkpoint.ts';
import type { CheckpointId, Timestamp } from '../../engine/model/ids.ts';
import { graphOf } from '../../engine/workflow/graph.ts';
import type { Memento, PhaseState, RunState } from '../../engine/workflow/state.ts';
import { isSettled, phaseOf } from '../../engine/workflow/step.ts';

/** A point to return to, with what returning there does to the run. */
export interface CheckpointEntry {
  readonly checkpoint: CheckpointId;
  /** The phase whose end it is; `null` for one taken before a rollback. */
  readonly phaseName: string | null;
  readonly takenAt: Timestamp | null;
  readonly hasFiles: boolean;
  /** Names of the phases whose work since then is taken back. */
  readonly takesBack: readonly string[];
  /** Names of the phases that are finished again as they were then. */
  readonly bringsBack: readonly string[];
}

/** Newest first. `rows` are what the store has of the same checkpoints. */
export function checkpointEntries(state: RunState, rows: readonly Checkpoint[]): readonly CheckpointEntry[] {
  const times = new Map(rows.map(({ id, createdAt }) => [id, createdAt]));
  return state.checkpoints.map((memento) => toEntry(state, memento, times.get(memento.checkpoint) ?? null)).toReversed();
}

function toEntry(state: RunState, memento: Memento, takenAt: Timestamp | null): CheckpointEntry {
  const { phases, byId } = graphOf(state.template);
  const pairs = phases.map(({ id, name }) => ({ name, now: phaseOf(state, id), before: memento.phases[id] }));
  const named = (fits: (now: PhaseState, before: PhaseState) => boolean): readonly string[] =>
    pairs.flatMap(({ name, now, before }) => (now && before && now.situation !== before.situation && fits(now, before) ? [name] : []));
  return {
    checkpoint: memento.checkpoint,
    phaseName: memento.phase === null ? null : (byId.get(memento.phase)?.name ?? memento.phase),
    takenAt,
    hasFiles: memento.snapshot !== null,
    takesBack: named((now, before) => !isSettled(before.situation) && (now.situation.status !== 'pending' || (now.loop?.done.length ?? 0) > (before.loop?.done.length ?? 0))),
    bringsBack: named((_now, before) => isSettled(before.situation)),
  };
}
