import type { RunEventOf } from '../model/fact.ts';
import { longestSteering } from '../model/steering.ts';
import type { RunState } from './state.ts';
import { illegal, isSettled, moved, phaseOf, type Step, withPhase } from './step.ts';

/** Also to a phase that has not begun, waits, or failed and may be tried again: it is told when it next takes a turn. */
export function given(state: RunState, { phase, text }: RunEventOf<'steering-given'>): Step {
  const current = phaseOf(state, phase);
  const { status } = state.situation;
  if (!current) return illegal('steering-given', `There is no phase "${phase}".`);
  if (text.trim() === '' || text.length > longestSteering) return illegal('steering-given', `A message has 1 to ${longestSteering} characters.`);
  if (status === 'completed' || status === 'cancelled') return illegal('steering-given', `The run is ${status}; nobody reads messages any more.`);
  if (isSettled(current.situation)) return illegal('steering-given', `Phase "${phase}" is ${current.situation.status}; it takes no more turns.`);
  return moved(withPhase(state, phase, { steering: [...current.steering, text] }));
}

/** Whatever becomes of the execution, the model was told. */
export function told(state: RunState, { phase, steering }: RunEventOf<'message-added'>): Step {
  const current = phaseOf(state, phase);
  if (steering === undefined || !current) return moved(state);
  return moved(withPhase(state, phase, { steered: Math.max(current.steered, steering) }));
}
