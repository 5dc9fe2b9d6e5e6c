import type { RunEventOf } from '../model/fact.ts';
import type { PhaseId, Timestamp } from '../model/ids.ts';
import { type Effect, executionsAtWork, ignored, illegal, isSettled, moved, phaseOf, type Step } from './step.ts';
import type { Memento, PhaseState, RunState } from './state.ts';

/** Points to return to that a run keeps (SPEC R8); the one taken before a rollback comes on top. */
export const keptCheckpoints = 10;

/** A phase must be completed to be returned to; a checkpoint without a phase remembers whatever there is. */
export function taken(state: RunState, { phase, checkpoint, snapshot }: RunEventOf<'checkpoint-taken'>): Step {
  if (phase !== null && phaseOf(state, phase)?.situation.status !== 'completed') return ignored;
  if (state.checkpoints.some((known) => known.checkpoint === checkpoint)) return phase === null ? illegal('checkpoint-taken', rolledBackMeanwhile) : ignored;
  const memento: Memento = { checkpoint, phase, snapshot, phases: state.phases, values: state.values };
  return moved({ ...state, checkpoints: [...state.checkpoints, memento].slice(phase === null ? -keptCheckpoints - 1 : -keptCheckpoints) });
}

const rolledBackMeanwhile = 'The run was rolled back meanwhile. Look at it before you go back further.';

/** Back to a checkpoint, paused there. What was spent stays counted, and no execution id is ever given twice. */
export function rolledBack(state: RunState, { checkpoint, message }: RunEventOf<'run-rolled-back'>, at: Timestamp): Step {
  const problem = problemOf(state);
  if (problem) return illegal('run-rolled-back', problem);
  const memento = state.checkpoints.find((known) => known.checkpoint === checkpoint);
  if (!memento) return illegal('run-rolled-back', `There is no checkpoint ${checkpoint} among those that this run keeps.`);
  const phases = Object.fromEntries(Object.entries(state.phases).map(([id, phase]) => [id, returned(memento.phases[id as PhaseId], phase)]));
  const next: RunState = { ...state, phases, values: memento.values, isHeld: false, endedAt: null, situation: { status: 'paused', reason: 'user', message, since: at } };
  const restore: readonly Effect[] = memento.snapshot === null ? [] : [{ type: 'restore-files', checkpoint, snapshot: memento.snapshot }];
  return moved({ ...next, restoring: memento.snapshot === null ? null : memento }, [...stops(state), ...restore]);
}

/** Work under way would write into the restored files. In a run that stands still it has been stopped, or can be. */
function problemOf({ situation, phases, restoring, checkpoints }: RunState): string | null {
  if (situation.status === 'created' && checkpoints.length === 0) return 'The run has not started; there is nothing to go back from.';
  if (restoring) return 'A rollback is under way.';
  if (situation.status === 'paused') return null;
  const busy = Object.entries(phases).filter(([, phase]) => phase.situation.status === 'running' || phase.situation.status === 'collecting').map(([id]) => id);
  return busy.length > 0 ? `Phase "${busy.join('", "')}" is under way. Pause the run, or let it finish, and roll back then.` : null;
}

/** Whoever still waits for an answer need not wait any more, nobody needs the reviews, and calls that an interruption left open are told to be. */
function stops({ phases }: RunState): readonly Effect[] {
  return Object.values(phases).flatMap(executionsAtWork).map((execution) => ({ type: 'stop-phase', execution }));
}

/** A phase as it was then. One that was under way begins anew; the iterations it had finished stay, and are put together if that was all that was left. */
function returned(then: PhaseState | undefined, now: PhaseState): PhaseState {
  const { situation, attempt, loop, startedAt, endedAt, reviews } = then ?? now;
  const isKept = isSettled(situation) || situation.status === 'failed' || situation.status === 'collecting';
  return { ...now, attempt, loop, startedAt, endedAt, tool: null, reviews: isKept ? reviews : [], baseline: null, situation: isKept ? situation : { status: 'pending' } };
}

export function filesRestored(state: RunState, { checkpoint }: RunEventOf<'files-restored'>): Step {
  return state.restoring?.checkpoint === checkpoint ? moved({ ...state, restoring: null }) : ignored;
}
