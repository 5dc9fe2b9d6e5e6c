import { assert } from '../base/assert.ts';
import type { Fact } from '../model/fact.ts';
import { initialState, transition } from './transition.ts';
import type { RunState } from './state.ts';

/** Folds the facts of one run, first to last, into its state. */
export function replay(facts: readonly Fact[]): RunState {
  const [first, ...rest] = facts;
  assert(first, 'a run has at least one fact');
  return rest.reduce(advance, initialState(first));
}

/** The state after one more stored fact. A stored fact was legal when it was stored, so anything else is a bug. */
export function advance(state: RunState, { seq, at, event }: Fact): RunState {
  assert(seq === state.seq + 1, `fact ${seq} follows ${state.seq} in run ${state.id}`);
  const step = transition(state, event, at);
  assert(step.type === 'moved', `fact ${seq} (${event.type}) of run ${state.id} does not fit the state before it`);
  return step.state;
}
