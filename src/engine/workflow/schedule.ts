import type { RunEvent } from '../model/fact.ts';
import type { ExecutionId } from '../model/ids.ts';
import { mayWrite, modelOf, type PhaseDefinition } from '../model/template.ts';
import { graphOf } from './graph.ts';
import { loopStart } from './loopStart.ts';
import { holds } from './predicate.ts';
import { dueReviews } from './reviewSchedule.ts';
import type { PhaseState, RunState } from './state.ts';
import { isActive, isSettled } from './step.ts';

/**
 * The events that are due by themselves: phases that start or are skipped, the end of the run.
 * They are recorded in the same commit as what made them due; asking again after applying them ends in an empty list.
 */
export function schedule(state: RunState): readonly RunEvent[] {
  if (state.situation.status !== 'running') return [];
  const { ready, active, isAnyPending, failure } = survey(state);
  const reviews = active.flatMap((definition) => dueReviews(state, definition));
  if (reviews.length > 0) return reviews;
  if (failure) return active.length === 0 ? [failure] : [];
  if (!isAnyPending && active.length === 0) return [{ type: 'run-completed' }];
  return startable(state, { ready, active });
}

/** Phases that are not settled, in the order of the template. */
interface Survey {
  /** Pending, with every dependency completed or skipped. */
  readonly ready: readonly PhaseDefinition[];
  readonly active: readonly PhaseDefinition[];
}

/** One pass over plain lists, because it is made after every commit, over as many phases as a template may have. */
function survey(state: RunState): Survey & { readonly isAnyPending: boolean; readonly failure: RunEvent | null } {
  const { phases, dependencies, valuePlaces } = graphOf(state.template);
  // Reading all values at once takes a fraction of the time of a look-up by each name.
  const values = Object.values(state.phases);
  const ready: PhaseDefinition[] = [];
  const active: PhaseDefinition[] = [];
  let isAnyPending = false;
  let failure: RunEvent | null = null;
  for (let place = 0; place < phases.length; place += 1) {
    const situation = values[valuePlaces[place] ?? -1]?.situation;
    if (!situation || isSettled(situation)) continue;
    const definition = phases[place];
    if (!definition) continue;
    if (situation.status === 'pending') {
      isAnyPending = true;
      if (areSettled(values, dependencies[place] ?? [])) ready.push(definition);
    } else if (situation.status === 'failed') failure ??= { type: 'run-failed', phase: definition.id, failure: situation.failure };
    else if (isActive(situation)) active.push(definition);
  }
  return { ready, active, isAnyPending, failure };
}

function areSettled(values: readonly PhaseState[], places: readonly number[]): boolean {
  for (const place of places) {
    const phase = values[place];
    if (!phase || !isSettled(phase.situation)) return false;
  }
  return true;
}

/** Ready phases as far as they may run beside what is active. */
function startable(state: RunState, { ready, active }: Survey): readonly RunEvent[] {
  const running = [...active];
  const events: RunEvent[] = [];
  for (const definition of ready) {
    const phase = state.phases[definition.id];
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
  return survey(state).ready;
}

/** A phase between two iterations or two attempts was let past its boundary already. */
export function hasBegun(phase: PhaseState): boolean {
  return phase.executions > 0 || phase.loop !== null;
}

function firstEvent(state: RunState, definition: PhaseDefinition, phase: PhaseState): RunEvent {
  const { id, when } = definition;
  if (when && !hasBegun(phase) && !holds(when, state.values)) {
    return { type: 'phase-skipped', phase: id, by: 'condition', message: 'Its condition does not hold.' };
  }
  const start = phase.loop ? null : loopStart(definition, state.values);
  if (start) return 'failure' in start ? { type: 'phase-failed', phase: id, execution: null, failure: start.failure } : { type: 'loop-started', phase: id, total: start.total };
  return {
    type: 'phase-started',
    phase: id,
    execution: `${state.id}/${id}/${phase.executions + 1}` as ExecutionId,
    attempt: phase.attempt + 1,
    iteration: phase.loop ? phase.loop.done.length : null,
    model: phase.model ?? state.model ?? modelOf(state.template, definition),
  };
}

/** Side by side only what says so, never two that may write, never more than the limit. */
function fitsBeside(candidate: PhaseDefinition, running: readonly PhaseDefinition[], maxParallel: number): boolean {
  if (running.length === 0) return true;
  if (running.length >= maxParallel) return false;
  if (![candidate, ...running].every(({ parallelizable }) => parallelizable === true)) return false;
  return !mayWrite(candidate) || !running.some(mayWrite);
}
