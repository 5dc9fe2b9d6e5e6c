import type { RunEvent } from '../model/fact.ts';
import type { PhaseId, Timestamp, ToolCallId } from '../model/ids.ts';
import { modelOf, type PhaseDefinition, toolsOf } from '../model/template.ts';
import { isWriter } from '../model/toolName.ts';
import { forcedUpstream } from './forcedUpstream.ts';
import { graphOf } from './graph.ts';
import { allowedBy, mayRollBack } from './legality.ts';
import type { AllowedCommand, PhaseView } from './runView.ts';
import { hasBegun, readyPhases } from './schedule.ts';
import type { PhaseSituation, PhaseState, RunState } from './state.ts';
import { executionOf, freshPhase, isActive, isAtWork, phaseOf, undecidedExecution } from './step.ts';
import { toReviewView } from './toReviewView.ts';

/** What the views of all phases share; computed once per state. */
export interface ViewContext {
  readonly held: ReadonlySet<PhaseId>;
  readonly forced: ReturnType<typeof forcedUpstream>;
  readonly mayRollBack: boolean;
}

export function viewContext(state: RunState): ViewContext {
  return { held: heldPhases(state), forced: forcedUpstream(state), mayRollBack: mayRollBack(state) };
}

/** Phases that could start if someone continued. */
export function heldPhases(state: RunState): ReadonlySet<PhaseId> {
  if (state.situation.status !== 'running' || !state.isHeld) return new Set();
  return new Set(readyPhases(state).filter(({ id }) => !hasBegun(phaseOf(state, id) ?? freshPhase)).map(({ id }) => id));
}

/** A phase as every face shows it: derived from state alone, each button a question to `transition`. */
export function toPhaseView(state: RunState, definition: PhaseDefinition, context: ViewContext): PhaseView {
  const phase = phaseOf(state, definition.id) ?? freshPhase;
  const { situation } = phase;
  const { byId, depth } = graphOf(state.template);
  return {
    id: definition.id,
    name: definition.name,
    description: definition.description ?? '',
    type: definition.type,
    dependsOn: definition.dependsOn ?? [],
    depth: depth.get(definition.id) ?? 0,
    status: context.held.has(definition.id) ? 'held' : statusOf(state, situation),
    wait: situation.status === 'waiting' ? situation.wait : null,
    failure: situation.status === 'failed' ? situation.failure : null,
    message: messageOf(state, situation),
    attempts: phase.executions,
    turns: phase.turns,
    usage: phase.usage,
    model: phase.modelUsed ?? phase.model ?? state.model ?? modelOf(state.template, definition),
    tool: isInterrupted(state) ? null : phase.tool,
    loop: phase.loop && { done: phase.loop.done.length, total: phase.loop.total },
    ...(phase.steering.length > phase.steered && { steering: phase.steering.slice(phase.steered) }),
    ...(phase.reviews.length > 0 && { reviews: phase.reviews.map(toReviewView) }),
    ...(toolsOf(definition).some(isWriter) && { isWriter: true as const }),
    artifact: situation.status === 'completed' ? situation.artifact : null,
    restsOnForced: [...(context.forced.get(definition.id) ?? [])].map((id) => byId.get(id)?.name ?? id),
    startedAt: phase.startedAt,
    endedAt: phase.endedAt,
    pausedAt: pausedAt(state, situation),
    commands: phaseCommands(state, definition.id, context),
  };
}

/** In a run that stands still no phase is at work, whatever it is in the middle of. */
function statusOf({ situation: run }: RunState, { status }: PhaseSituation): PhaseView['status'] {
  if (status !== 'running' && status !== 'reviewing' && status !== 'collecting') return status;
  return run.status === 'paused' ? 'paused' : 'running';
}

function messageOf({ situation: run }: RunState, situation: PhaseSituation): string | null {
  if (situation.status === 'skipped') return situation.message;
  if (run.status !== 'paused') return null;
  if (isAtWork(situation)) return run.message;
  return situation.status === 'waiting' && 'question' in situation.wait ? 'The run is paused. Resume it, and it takes the answer.' : null;
}

function pausedAt({ situation: run }: RunState, situation: PhaseSituation): Timestamp | null {
  return run.status === 'paused' && isActive(situation) ? run.since : null;
}

/** The tool that was running then is not running now. */
function isInterrupted({ situation }: RunState): boolean {
  return situation.status === 'paused' && situation.reason === 'interrupted';
}

function phaseCommands(state: RunState, phase: PhaseId, context: ViewContext): AllowedCommand[] {
  const { situation } = phaseOf(state, phase) ?? freshPhase;
  return [
    ...allowedBy(state, phaseEvents(phase, situation)),
    ...(undecidedExecution(state, phase) ? ['accept' as const] : []),
    ...(context.mayRollBack && state.checkpoints.some((memento) => memento.phase === phase) ? ['rollback' as const] : []),
    ...(situation.status === 'completed' ? ['fork' as const] : []),
  ];
}

function phaseEvents(phase: PhaseId, situation: PhaseState['situation']): Partial<Record<AllowedCommand, RunEvent>> {
  const execution = executionOf(situation);
  const asked = situation.status === 'waiting' && 'question' in situation.wait ? situation.wait.question.call : ('' as ToolCallId);
  return {
    retry: { type: 'phase-retried', phase, model: null },
    steer: { type: 'steering-given', phase, text: 'any' },
    review: { type: 'review-retried', phase },
    skip: { type: 'phase-skipped', phase, by: 'person', message: '' },
    ...(execution && { answer: { type: 'question-answered', phase, execution, call: asked, answer: '' } }),
  };
}
