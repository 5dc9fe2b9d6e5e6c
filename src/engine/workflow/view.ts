import type { RunEvent } from '../model/fact.ts';
import type { ArtifactId, ContentHash, PhaseId, ToolCallId } from '../model/ids.ts';
import { modelOf, type PhaseDefinition } from '../model/template.ts';
import { addUsage, noUsage } from '../model/usage.ts';
import { scarceScope } from './budgetTransitions.ts';
import { graphOf } from './graph.ts';
import type { AllowedCommand, PhaseView, RunHeader, RunView } from './runView.ts';
import { readyPhases, hasBegun } from './schedule.ts';
import { executionOf, freshPhase, phaseOf } from './step.ts';
import type { PhaseState, RunState } from './state.ts';
import { transition } from './transition.ts';

/** A run as every face shows it: derived from state alone, each button a question to `transition`. */
export function toRunView(state: RunState): RunView {
  const held = heldPhases(state);
  return {
    seq: state.seq,
    run: toRunHeader(state),
    phases: graphOf(state.template).phases.map((definition) => toPhaseView(state, definition, held)),
  };
}

export function toRunHeader(state: RunState): RunHeader {
  const { situation, inputs } = state;
  return {
    id: state.id,
    templateName: state.template.name,
    goal: typeof inputs['goal'] === 'string' ? inputs['goal'] : '',
    status: situation.status,
    message: messageOf(state),
    pause: situation.status === 'paused' ? { reason: situation.reason, resumeAt: situation.resumeAt ?? null, shortage: situation.shortage ?? null } : null,
    isAuto: state.isAuto,
    usage: Object.values(state.phases).reduce((sum, phase) => addUsage(sum, phase.usage), noUsage),
    createdAt: state.createdAt,
    endedAt: state.endedAt,
    commands: runCommands(state),
  };
}

function messageOf({ situation, isHeld }: RunState): string | null {
  if (situation.status === 'paused') return situation.message;
  if (situation.status === 'failed') return `${situation.phase}: ${situation.failure.message}`;
  return isHeld ? 'Waiting for you to continue.' : null;
}

/** Phases that could start if someone continued. */
export function heldPhases(state: RunState): ReadonlySet<PhaseId> {
  if (state.situation.status !== 'running' || !state.isHeld) return new Set();
  return new Set(readyPhases(state).filter(({ id }) => !hasBegun(phaseOf(state, id) ?? freshPhase)).map(({ id }) => id));
}

/** Whether nothing happens any more until a person does something. */
export function isWaitingForPerson(state: RunState): boolean {
  if (state.situation.status !== 'running') return false;
  const situations = Object.values(state.phases).map(({ situation }) => situation);
  if (situations.some(({ status }) => status === 'running' || status === 'collecting')) return false;
  return state.isHeld || situations.some((situation) => situation.status === 'waiting' && situation.wait.reason !== 'rate-limit');
}

export function toPhaseView(state: RunState, definition: PhaseDefinition, held: ReadonlySet<PhaseId>): PhaseView {
  const phase = phaseOf(state, definition.id) ?? freshPhase;
  const { situation } = phase;
  return {
    id: definition.id,
    name: definition.name,
    description: definition.description ?? '',
    type: definition.type,
    dependsOn: definition.dependsOn ?? [],
    depth: graphOf(state.template).depth.get(definition.id) ?? 0,
    status: held.has(definition.id) ? 'held' : situation.status === 'collecting' ? 'running' : situation.status,
    wait: situation.status === 'waiting' ? situation.wait : null,
    failure: situation.status === 'failed' ? situation.failure : null,
    message: situation.status === 'skipped' ? situation.message : null,
    attempts: phase.executions,
    turns: phase.turns,
    usage: phase.usage,
    model: phase.modelUsed ?? phase.model ?? state.model ?? modelOf(state.template, definition),
    tool: phase.tool,
    loop: phase.loop && { done: phase.loop.done.length, total: phase.loop.total },
    artifact: situation.status === 'completed' ? situation.artifact : null,
    startedAt: phase.startedAt,
    endedAt: phase.endedAt,
    commands: phaseCommands(state, definition.id, phase),
  };
}

function runCommands(state: RunState): AllowedCommand[] {
  const events: Partial<Record<AllowedCommand, RunEvent>> = {
    start: { type: 'run-started' },
    continue: { type: 'run-continued' },
    pause: { type: 'run-paused', reason: 'user', message: '' },
    resume: { type: 'run-resumed' },
    cancel: { type: 'run-cancelled' },
    'set-auto': { type: 'auto-set', isAuto: true },
    ...(scarceScope(state) && { 'raise-budget': { type: 'budget-raised', scope: 'run', budget: {} } }),
  };
  return legalOf(state, events);
}

function phaseCommands(state: RunState, phase: PhaseId, current: PhaseState): AllowedCommand[] {
  const { situation } = current;
  const execution = executionOf(situation);
  const isDecision = situation.status === 'waiting' && situation.wait.reason === 'decision';
  const asked = situation.status === 'waiting' && 'question' in situation.wait ? situation.wait.question.call : ('' as ToolCallId);
  const events: Partial<Record<AllowedCommand, RunEvent>> = {
    retry: { type: 'phase-retried', phase, model: null },
    skip: { type: 'phase-skipped', phase, by: 'person', message: '' },
    ...(isDecision && { accept: { type: 'phase-completed', phase, execution, artifact: anyArtifact, values: {} } }),
    ...(execution && { answer: { type: 'question-answered', phase, execution, call: asked, answer: '' } }),
  };
  return legalOf(state, events);
}

const anyArtifact = { id: 'any' as ArtifactId, type: 'any', hash: '0'.repeat(64) as ContentHash, isForced: true };

function legalOf(state: RunState, events: Partial<Record<AllowedCommand, RunEvent>>): AllowedCommand[] {
  return Object.entries(events)
    .filter(([, event]) => transition(state, event, state.createdAt).type === 'moved')
    .map(([command]) => command as AllowedCommand);
}
