import type { PhaseId } from '../model/ids.ts';
import type { Effect } from './step.ts';
import type { RunState } from './state.ts';

/** What a running run has to be doing. Recovery after a crash is: fold the facts, perform these. */
export function pendingEffects(state: RunState): readonly Effect[] {
  if (state.situation.status !== 'running') return [];
  return Object.entries(state.phases).flatMap(([id, { situation }]): readonly Effect[] => {
    const phase = id as PhaseId;
    switch (situation.status) {
      case 'running':
        return [{ type: 'run-phase', phase, execution: situation.execution }];
      case 'waiting':
        return situation.wait.reason === 'decision' ? [] : [{ type: 'run-phase', phase, execution: situation.execution }];
      case 'collecting':
        return [{ type: 'collect-loop', phase }];
      case 'pending':
      case 'completed':
      case 'failed':
      case 'skipped':
        return [];
    }
  });
}
