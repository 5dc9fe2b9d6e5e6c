import type { RunEvent } from '../model/fact.ts';
import type { CheckpointId } from '../model/ids.ts';
import type { AllowedCommand } from './runView.ts';
import type { RunState } from './state.ts';
import { transition } from './transition.ts';

/** The commands whose event `transition` accepts now. */
export function allowedBy(state: RunState, events: Partial<Record<AllowedCommand, RunEvent>>): AllowedCommand[] {
  return Object.entries(events)
    .filter(([, event]) => isLegal(state, event))
    .map(([command]) => command as AllowedCommand);
}

/** What hinders going back to one checkpoint hinders going back to any. */
export function mayRollBack(state: RunState): boolean {
  const checkpoint = state.checkpoints.at(-1)?.checkpoint;
  return checkpoint !== undefined && isLegal(state, { type: 'run-rolled-back', checkpoint, safety: '' as CheckpointId, message: '' });
}

function isLegal(state: RunState, event: RunEvent): boolean {
  return transition(state, event, state.createdAt).type === 'moved';
}
