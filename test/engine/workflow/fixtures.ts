import assert from 'node:assert/strict';
import type { ArtifactRef } from '../../../src/engine/model/artifact.ts';
import { failed } from '../../../src/engine/model/failure.ts';
import type { RunEvent } from '../../../src/engine/model/fact.ts';
import type { ArtifactId, ContentHash, ExecutionId, PhaseId, ProjectId, RunId, ToolCallId } from '../../../src/engine/model/ids.ts';
import type { Json } from '../../../src/engine/model/json.ts';
import { workflowTemplate, type WorkflowTemplate } from '../../../src/engine/model/template.ts';
import { schedule } from '../../../src/engine/workflow/schedule.ts';
import type { PhaseSituation, RunState } from '../../../src/engine/workflow/state.ts';
import { type Effect, executionOf, phaseOf } from '../../../src/engine/workflow/step.ts';
import { initialState, transition } from '../../../src/engine/workflow/transition.ts';

/** What a test says about a phase; the rest is filled in. */
export type PhaseSketch = { readonly id: string } & Readonly<Record<string, unknown>>;

export function templateOf(...phases: readonly PhaseSketch[]): WorkflowTemplate {
  const filled = phases.map((phase) => ({ name: phase.id, type: phase['loop'] ? 'loop' : 'automated', prompt: `Do ${phase.id}.`, output: { type: 'note', schema: {} }, ...phase }));
  return workflowTemplate.parse({ id: 'sample', name: 'Sample', version: 1, phases: filled });
}

export interface RunSketch {
  readonly isAuto?: boolean;
  readonly maxParallel?: number;
}

export const runId = 'run' as RunId;

export function createdRun(template: WorkflowTemplate, { isAuto = true, maxParallel = 4 }: RunSketch = {}): RunState {
  return initialState({ runId, seq: 1, at: 0, event: { type: 'run-created', project: 'project' as ProjectId, template, inputs: { goal: 'test' }, isAuto, model: null, maxParallel } });
}

/** A started run with everything due applied. */
export function startedRun(template: WorkflowTemplate, sketch?: RunSketch): RunState {
  return after(createdRun(template, sketch), { type: 'run-started' });
}

/** Folds events that must all move the state, each followed by what is due. */
export function after(state: RunState, ...events: readonly RunEvent[]): RunState {
  return events.reduce((current, event) => settled(moved(current, event).state), state);
}

export function moved(state: RunState, event: RunEvent): { readonly state: RunState; readonly effects: readonly Effect[] } {
  const step = transition(state, event, state.seq);
  assert(step.type === 'moved', `${event.type} was ${step.type}${step.type === 'illegal' ? `: ${step.problem.message}` : ''}`);
  return step;
}

export function settled(state: RunState): RunState {
  let current = state;
  for (let due = schedule(current); due.length > 0; due = schedule(current)) {
    for (const event of due) current = moved(current, event).state;
  }
  return current;
}

export function outcomeOf(state: RunState, event: RunEvent): 'moved' | 'ignored' | 'illegal' {
  return transition(state, event, 0).type;
}

export function situationOf(state: RunState, phase: string): PhaseSituation {
  const found = phaseOf(state, phase as PhaseId);
  assert(found, `there is a phase ${phase}`);
  return found.situation;
}

export function statusesOf(state: RunState): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(state.phases).map(([id, { situation }]) => [id, situation.status]));
}

/** The execution a phase is busy with. */
export function executionIn(state: RunState, phase: string): ExecutionId {
  const execution = executionOf(situationOf(state, phase));
  assert(execution, `phase ${phase} has an execution`);
  return execution;
}

export function artifactRef(name: string): ArtifactRef {
  return { id: name as ArtifactId, type: 'note', hash: 'a'.repeat(64) as ContentHash, isForced: false };
}

export function completion(state: RunState, phase: string, values: Readonly<Record<string, Json>> = {}): RunEvent {
  const situation = situationOf(state, phase);
  const execution = situation.status === 'collecting' ? null : executionIn(state, phase);
  const done = { phase: phase as PhaseId, artifact: artifactRef(`${phase}-artifact`), values: { ...values } };
  const loop = phaseOf(state, phase as PhaseId)?.loop;
  return loop && execution ? { type: 'iteration-completed', execution, iteration: loop.done.length, ...done } : { type: 'phase-completed', execution, ...done };
}

export const broken = failed('server', 'The vendor broke.');

export function failing(state: RunState, phase: string): RunEvent {
  return { type: 'phase-failed', phase: phase as PhaseId, execution: executionIn(state, phase), failure: broken };
}

export function undecided(state: RunState, phase: string): RunEvent {
  return { type: 'decision-needed', phase: phase as PhaseId, execution: executionIn(state, phase), failure: failed('invalid-artifact', 'No.'), raw: null, issues: [] };
}

export function asking(state: RunState, phase: string, kind: 'question' | 'approval' = 'question'): RunEvent {
  const question = { call: `${phase}/call` as ToolCallId, kind, text: 'Which one?', options: [] };
  return { type: 'question-asked', phase: phase as PhaseId, execution: executionIn(state, phase), question };
}

export function answering(state: RunState, phase: string): RunEvent {
  return { type: 'question-answered', phase: phase as PhaseId, execution: executionIn(state, phase), call: `${phase}/call` as ToolCallId, answer: 'This one.' };
}

export function retrying(phase: string): RunEvent {
  return { type: 'phase-retried', phase: phase as PhaseId, model: null };
}

export function skipping(phase: string): RunEvent {
  return { type: 'phase-skipped', phase: phase as PhaseId, by: 'person', message: 'Not needed.' };
}
