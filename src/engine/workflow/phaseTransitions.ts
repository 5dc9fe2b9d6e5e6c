import { failed } from '../model/failure.ts';
import type { RunEventOf } from '../model/fact.ts';
import type { ExecutionId, PhaseId, Timestamp } from '../model/ids.ts';
import { graphOf } from './graph.ts';
import { loopStart } from './loopStart.ts';
import { splitPath } from './paths.ts';
import { holds } from './predicate.ts';
import type { LoopProgress, PhaseState, RunState } from './state.ts';
import { type Effect, executionOf, executionsAtWork, freshPhase, ignored, illegal, isSettled, moved, phaseOf, type Step, withPhase } from './step.ts';

export function started(state: RunState, event: RunEventOf<'phase-started'>, at: Timestamp): Step {
  const { phase, execution } = event;
  const current = phaseOf(state, phase);
  if (current?.situation.status !== 'pending') return ignored;
  const next = withPhase(state, phase, {
    situation: { status: 'running', execution },
    attempt: event.attempt,
    executions: current.executions + 1,
    reviews: [],
    baseline: null,
    startedAt: current.startedAt ?? at,
    endedAt: null,
  });
  return moved(next, [{ type: 'run-phase', phase, execution }]);
}

export function loopStarted(state: RunState, { phase, total }: RunEventOf<'loop-started'>, at: Timestamp): Step {
  const current = phaseOf(state, phase);
  if (current?.situation.status !== 'pending' || current.loop) return ignored;
  const loop: LoopProgress = { total, done: [] };
  return total === 0 ? collect(state, phase, { loop, startedAt: at }) : moved(withPhase(state, phase, { loop, startedAt: at }));
}

export function iterationCompleted(state: RunState, event: RunEventOf<'iteration-completed'>, at: Timestamp): Step {
  const { phase, execution, artifact } = event;
  const current = phaseOf(state, phase);
  if (!current?.loop || !isHeldBy(current, execution) || current.loop.done.length !== event.iteration) return ignored;
  const loop: LoopProgress = { ...current.loop, done: [...current.loop.done, artifact] };
  const remembered = remembering(state, event);
  const definition = graphOf(state.template).byId.get(phase)?.loop;
  if (isLastIteration(remembered, definition, loop)) return collect(remembered, phase, { loop });
  if (definition && loop.done.length >= definition.max) {
    const failure = failed('loop-limit', `The end condition of "${phase}" did not hold after ${definition.max} iterations.`);
    return moved(withPhase(remembered, phase, { loop, endedAt: at, situation: { status: 'failed', execution, failure } }), reviewStops(current));
  }
  return moved(withPhase(remembered, phase, { loop, attempt: 0, situation: { status: 'pending' } }), reviewStops(current));
}

function isLastIteration(state: RunState, definition: RunState['template']['phases'][number]['loop'], loop: LoopProgress): boolean {
  if (definition && 'until' in definition) return holds(definition.until, state.values);
  return loop.total === null || loop.done.length >= loop.total;
}

function collect(state: RunState, phase: PhaseId, change: Partial<PhaseState>): Step {
  const current = phaseOf(state, phase) ?? freshPhase;
  return moved(withPhase(state, phase, { ...change, situation: { status: 'collecting' } }), [...reviewStops(current), { type: 'collect-loop', phase }]);
}

export function completed(state: RunState, event: RunEventOf<'phase-completed'>, at: Timestamp): Step {
  const { phase, artifact } = event;
  const current = phaseOf(state, phase);
  if (!current || !isHeldBy(current, event.execution)) return ignored;
  const next = withPhase(remembering(state, event), phase, { situation: { status: 'completed', artifact }, tool: null, endedAt: at, ...(event.execution === null && { collections: current.collections + 1 }) });
  return moved(atBoundary(next, phase), reviewStops(current));
}

/** Only the newest artifact of a phase speaks for it: what an earlier one had and this one lacks is forgotten. */
function remembering(state: RunState, { phase, values }: Pick<RunEventOf<'phase-completed'>, 'phase' | 'values'>): RunState {
  const others = Object.entries(state.values).filter(([path]) => splitPath(path).phase !== phase);
  return { ...state, values: { ...Object.fromEntries(others), ...values } };
}

/** A fork begins with what its parent had finished; only before it starts. */
export function adopted(state: RunState, event: RunEventOf<'phase-adopted'>, at: Timestamp): Step {
  const { phase, artifact } = event;
  if (state.situation.status !== 'created' || phaseOf(state, phase)?.situation.status !== 'pending') {
    return illegal('phase-adopted', `Phase "${phase}" cannot be taken over any more.`);
  }
  return moved(withPhase(remembering(state, event), phase, { situation: { status: 'completed', artifact }, startedAt: at, endedAt: at }));
}

/** The end of a phase is a boundary: without auto mode nothing new starts behind it until someone continues. */
function atBoundary(state: RunState, phase: PhaseId): RunState {
  const goesOn = state.isAuto || graphOf(state.template).byId.get(phase)?.autoProceed === true;
  const isLast = (): boolean => Object.values(state.phases).every(({ situation }) => isSettled(situation));
  return goesOn || isLast() ? state : { ...state, isHeld: true };
}

export function failedWith(state: RunState, event: RunEventOf<'phase-failed'>, at: Timestamp): Step {
  const { phase, execution, failure } = event;
  const current = phaseOf(state, phase);
  if (!current || !(isHeldBy(current, execution) || (execution === null && cannotBegin(state, phase, current)))) return ignored;
  return moved(withPhase(state, phase, { situation: { status: 'failed', execution, failure }, tool: null, endedAt: at }));
}

/** A loop over something that is no list, or too long a one. */
function cannotBegin(state: RunState, phase: PhaseId, { situation, loop }: PhaseState): boolean {
  if (situation.status !== 'pending' || loop) return false;
  const definition = graphOf(state.template).byId.get(phase);
  const start = definition && loopStart(definition, state.values);
  return start ? 'failure' in start : false;
}

export function decisionNeeded(state: RunState, event: RunEventOf<'decision-needed'>): Step {
  const { phase, execution, failure, raw, issues } = event;
  const current = phaseOf(state, phase);
  if (current?.situation.status !== 'running' || current.situation.execution !== execution) return ignored;
  return moved(withPhase(state, phase, { tool: null, situation: { status: 'waiting', execution, wait: { reason: 'decision', failure, raw, issues } } }));
}

export function skipped(state: RunState, event: RunEventOf<'phase-skipped'>, at: Timestamp): Step {
  const { phase, message } = event;
  const current = phaseOf(state, phase);
  if (!current) return illegal('phase-skipped', `There is no phase "${phase}".`);
  if (isOver(state) || !(isStuck(current) || current.situation.status === 'pending')) return illegal('phase-skipped', `Phase "${phase}" is ${current.situation.status}; in a run that is ${state.situation.status}; only one that is pending, failed, in review or waiting for a decision can be skipped.`);
  return moved(reopened(withPhase(state, phase, { situation: { status: 'skipped', message }, endedAt: at })), reviewStops(current));
}

export function retried(state: RunState, { phase, model }: RunEventOf<'phase-retried'>): Step {
  const current = phaseOf(state, phase);
  if (!current) return illegal('phase-retried', `There is no phase "${phase}".`);
  if (!isStuck(current) || isOver(state)) return illegal('phase-retried', `Phase "${phase}" is ${current.situation.status} in a run that is ${state.situation.status}; there is nothing to retry.`);
  const next = reopened(withPhase(state, phase, { model: model ?? current.model, endedAt: null }));
  return again(next, phase, current);
}

/** A loop goes on where it stands: with the iteration that failed, with the last one where they were used up, or with the collecting. */
function again(state: RunState, phase: PhaseId, current: PhaseState): Step {
  const { loop } = current;
  const definition = graphOf(state.template).byId.get(phase)?.loop;
  const hasAll = loop !== null && (loop.total === 0 || (loop.done.length > 0 && isLastIteration(state, definition, loop)));
  if (hasAll) return collect(state, phase, {});
  const isUsedUp = loop !== null && definition !== undefined && loop.done.length >= definition.max;
  return moved(withPhase(state, phase, { situation: { status: 'pending' }, loop: isUsedUp ? { ...loop, done: loop.done.slice(0, -1) } : loop }), reviewStops(current));
}

/** Reviewers whose opinion is not waited for any more. */
function reviewStops(phase: PhaseState): readonly Effect[] {
  return phase.situation.status === 'reviewing' ? executionsAtWork(phase).map((execution) => ({ type: 'stop-phase', execution })) : [];
}

/** A failed run goes on once the phase that failed it is out of the way. */
function reopened(state: RunState): RunState {
  return state.situation.status === 'failed' ? { ...state, situation: { status: 'running' }, endedAt: null } : state;
}

/** It ended without an artifact that counts, and a person can move it. Reviewers need not be waited for. */
function isStuck({ situation }: PhaseState): boolean {
  return situation.status === 'failed' || situation.status === 'reviewing' || (situation.status === 'waiting' && situation.wait.reason === 'decision');
}

function isOver(state: RunState): boolean {
  return state.situation.status === 'completed' || state.situation.status === 'cancelled';
}

/** Whether news of an execution still matters. `null` speaks for a loop as a whole. */
function isHeldBy({ situation }: PhaseState, execution: ExecutionId | null): boolean {
  return execution === null ? situation.status === 'collecting' : executionOf(situation) === execution;
}
