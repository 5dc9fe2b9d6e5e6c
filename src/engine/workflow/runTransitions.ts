import { failed } from '../model/failure.ts';
import type { RunEventOf } from '../model/fact.ts';
import type { PhaseId, Timestamp } from '../model/ids.ts';
import { pendingEffects } from './pendingEffects.ts';
import type { PhaseState, RunState } from './state.ts';
import { type Effect, executionOf, executionsAtWork, ignored, illegal, isActive, moved, type Step } from './step.ts';

export function started(state: RunState): Step {
  if (state.situation.status !== 'created') return illegal('run-started', `The run was started already; it is ${state.situation.status}.`);
  return moved({ ...state, situation: { status: 'running' } });
}

export function continued(state: RunState): Step {
  if (state.situation.status !== 'running' || !state.isHeld) return illegal('run-continued', 'No phase waits for a continue.');
  return moved({ ...state, isHeld: false });
}

export function paused(state: RunState, event: RunEventOf<'run-paused'>, at: Timestamp): Step {
  const { situation } = state;
  const wouldResume = situation.status === 'paused' && situation.resumeAt !== undefined;
  if (situation.status !== 'running' && !(wouldResume && event.reason === 'user')) return illegal('run-paused', `Only a running run can be paused; this one is ${situation.status}.`);
  const { reason, message, resumeAt, shortage } = event;
  return moved({ ...state, situation: { status: 'paused', reason, message, since: at, resumeAt, ...(shortage && { shortage }) } }, forExecutions(state, 'suspend-phase'));
}

export function resumed(state: RunState): Step {
  if (state.situation.status !== 'paused') return illegal('run-resumed', `Only a paused run can be resumed; this one is ${state.situation.status}.`);
  if (state.restoring) return illegal('run-resumed', 'The files of the rollback are not restored yet.');
  const next: RunState = { ...state, situation: { status: 'running' } };
  return moved(next, pendingEffects(next));
}

export function cancelled(state: RunState, _event: RunEventOf<'run-cancelled'>, at: Timestamp): Step {
  const { status } = state.situation;
  if (status === 'completed' || status === 'cancelled') return illegal('run-cancelled', `The run is ${status} already.`);
  const phases = Object.fromEntries(Object.entries(state.phases).map(([id, phase]) => [id, withdrawn(phase, at)]));
  return moved({ ...state, phases, isHeld: false, situation: { status: 'cancelled' }, endedAt: at }, forExecutions(state, 'stop-phase'));
}

function withdrawn(phase: PhaseState, at: Timestamp): PhaseState {
  if (!isActive(phase.situation)) return phase;
  const failure = failed('cancelled', 'The run was cancelled.');
  return { ...phase, tool: null, endedAt: at, situation: { status: 'failed', execution: executionOf(phase.situation), failure } };
}

export function completed(state: RunState, _event: RunEventOf<'run-completed'>, at: Timestamp): Step {
  if (state.situation.status !== 'running') return ignored;
  return moved({ ...state, isHeld: false, situation: { status: 'completed' }, endedAt: at });
}

export function failedWith(state: RunState, event: RunEventOf<'run-failed'>, at: Timestamp): Step {
  if (state.situation.status !== 'running') return ignored;
  return moved({ ...state, situation: { status: 'failed', phase: event.phase, failure: event.failure }, endedAt: at });
}

/** Auto mode is read at each boundary, so switching it on lets go of the boundary where the run stands. */
export function autoSet(state: RunState, event: RunEventOf<'auto-set'>): Step {
  const { status } = state.situation;
  if (status === 'completed' || status === 'cancelled') return illegal('auto-set', `The run is ${status}.`);
  return moved({ ...state, isAuto: event.isAuto, isHeld: state.isHeld && !event.isAuto });
}

/** What runs goes on with the model it has. */
export function modelSet(state: RunState, { model }: RunEventOf<'model-set'>): Step {
  const { status } = state.situation;
  if (status === 'completed' || status === 'cancelled') return illegal('model-set', `The run is ${status}.`);
  return moved({ ...state, model });
}

function forExecutions(state: RunState, type: 'suspend-phase' | 'stop-phase'): readonly Effect[] {
  return Object.keys(state.phases).flatMap((id) => {
    const phase = state.phases[id as PhaseId];
    return phase ? executionsAtWork(phase).map((execution) => ({ type, execution })) : [];
  });
}
