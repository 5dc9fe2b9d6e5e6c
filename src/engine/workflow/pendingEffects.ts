import type { PhaseId } from '../model/ids.ts';
import { type Effect, executionsAtWork, phaseOf } from './step.ts';
import type { RunState } from './state.ts';

/** What a run has to be doing. Recovery after a crash is: fold the facts, perform these. */
export function pendingEffects(state: RunState): readonly Effect[] {
  const { situation, restoring } = state;
  if (restoring?.snapshot) return [{ type: 'restore-files', checkpoint: restoring.checkpoint, snapshot: restoring.snapshot }];
  if (situation.status !== 'running') return [];
  return Object.keys(state.phases).flatMap((phase) => pendingEffectsOf(state, phase as PhaseId));
}

/** The same for one phase. */
export function pendingEffectsOf(state: RunState, phase: PhaseId): readonly Effect[] {
  const situation = phaseOf(state, phase)?.situation;
  if (state.situation.status !== 'running' || !situation) return [];
  switch (situation.status) {
    case 'running':
      return [{ type: 'run-phase', phase, execution: situation.execution }];
    case 'waiting':
      return situation.wait.reason === 'decision' ? [] : [{ type: 'run-phase', phase, execution: situation.execution }];
    case 'reviewing':
      return reviewEffects(state, phase);
    case 'collecting':
      return [{ type: 'collect-loop', phase }];
    case 'pending':
    case 'completed':
    case 'failed':
    case 'skipped':
      return [];
  }
}

/** Reviews that are not finished; or the end of the phase, where they have let it pass. */
function reviewEffects(state: RunState, phase: PhaseId): readonly Effect[] {
  const current = phaseOf(state, phase);
  if (current?.situation.status !== 'reviewing') return [];
  if (current.reviews.at(-1)?.decided) return [{ type: 'complete-phase', phase, execution: current.situation.execution }];
  return executionsAtWork(current).map((execution) => ({ type: 'run-review', phase, execution }));
}
