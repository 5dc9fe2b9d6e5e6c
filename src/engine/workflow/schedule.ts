import { failed } from '../model/failure.ts';
import type { RunEvent } from '../model/fact.ts';
import type { ExecutionId } from '../model/ids.ts';
import { dependenciesOf, modelOf, type PhaseDefinition, toolsOf } from '../model/template.ts';
import { isWriter } from '../model/toolName.ts';
import { graphOf } from './graph.ts';
import { holds } from './predicate.ts';
import type { PhaseState, RunState } from './state.ts';
import { isActive, isSettled, phaseOf } from './step.ts';

/**
 * The events that are due by themselves: phases that start or are skipped, the end of the run.
 * They are recorded in the same commit as what made them due; asking again after applying them ends in an empty list.
 */
export function schedule(state: RunState): readonly RunEvent[] {
  if (state.situation.status !== 'running') return [];
  const { phases } = graphOf(state.template);
  const pairs = phases.map((definition) => ({ definition, phase: phaseOf(state, definition.id) }));
  if (pairs.every(({ phase }) => phase && isSettled(phase.situation))) return [{ type: 'run-completed' }];

  const active = pairs.filter(({ phase }) => phase && isActive(phase.situation)).map(({ definition }) => definition);
  const failure = failedPhase(state);
  if (failure) return active.length === 0 ? [failure] : [];
  return startable(state, active);
}

function failedPhase(state: RunState): RunEvent | undefined {
  for (const { id } of state.template.phases) {
    const situation = phaseOf(state, id)?.situation;
    if (situation?.status === 'failed') return { type: 'run-failed', phase: id, failure: situation.failure };
  }
  return undefined;
}

/** Phases whose dependencies are settled, in the order of the template, as far as they may run beside what is active. */
function startable(state: RunState, active: readonly PhaseDefinition[]): readonly RunEvent[] {
  const running = [...active];
  const events: RunEvent[] = [];
  for (const definition of readyPhases(state)) {
    const phase = phaseOf(state, definition.id);
    if (!phase || (state.isHeld && !hasBegun(phase))) continue;
    const event = firstEvent(state, definition, phase);
    if (event.type === 'phase-started') {
      if (!fitsBeside(definition, running, state.maxParallel)) continue;
      running.push(definition);
    }
    events.push(event);
  }
  return events;
}

/** Pending phases with every dependency completed or skipped. */
export function readyPhases(state: RunState): readonly PhaseDefinition[] {
  return graphOf(state.template).phases.filter((definition) => {
    if (phaseOf(state, definition.id)?.situation.status !== 'pending') return false;
    return dependenciesOf(definition).every((id) => {
      const dependency = phaseOf(state, id);
      return dependency !== undefined && isSettled(dependency.situation);
    });
  });
}

/** A phase between two iterations or two attempts was let past its boundary already. */
export function hasBegun(phase: PhaseState): boolean {
  return phase.executions > 0 || phase.loop !== null;
}

function firstEvent(state: RunState, definition: PhaseDefinition, phase: PhaseState): RunEvent {
  const { id, when, loop } = definition;
  if (when && !hasBegun(phase) && !holds(when, state.values)) {
    return { type: 'phase-skipped', phase: id, by: 'condition', message: 'Its condition does not hold.' };
  }
  if (loop && !phase.loop) return loopEvent(state, definition, loop);
  return {
    type: 'phase-started',
    phase: id,
    execution: `${state.id}/${id}/${phase.executions + 1}` as ExecutionId,
    attempt: phase.attempt + 1,
    iteration: phase.loop ? phase.loop.done.length : null,
    model: phase.model ?? state.model ?? modelOf(state.template, definition),
  };
}

function loopEvent(state: RunState, { id, name }: PhaseDefinition, loop: NonNullable<PhaseDefinition['loop']>): RunEvent {
  if ('until' in loop) return { type: 'loop-started', phase: id, total: null };
  const items = Object.hasOwn(state.values, loop.over) ? state.values[loop.over] : undefined;
  const reject = (kind: 'bad-input' | 'loop-limit', message: string): RunEvent =>
    ({ type: 'phase-failed', phase: id, execution: null, failure: failed(kind, message) });
  if (!Array.isArray(items)) return reject('bad-input', `"${name}" runs over ${loop.over}, which is not a list.`);
  if (items.length > loop.max) return reject('loop-limit', `${loop.over} has ${items.length} items; "${name}" allows ${loop.max}.`);
  return { type: 'loop-started', phase: id, total: items.length };
}

/** Side by side only what says so, never two that may write, never more than the limit. */
function fitsBeside(candidate: PhaseDefinition, running: readonly PhaseDefinition[], maxParallel: number): boolean {
  if (running.length === 0) return true;
  if (running.length >= maxParallel) return false;
  if (![candidate, ...running].every(({ parallelizable }) => parallelizable === true)) return false;
  return !mayWrite(candidate) || !running.some(mayWrite);
}

function mayWrite(definition: PhaseDefinition): boolean {
  return toolsOf(definition).some(isWriter);
}
