import type { CheckpointId, ExecutionId, PhaseId, ToolCallId } from '../model/ids.ts';
import { noSpending, noUsage } from '../model/usage.ts';
import type { PhaseSituation, PhaseState, ReviewRound, ReviewSeat, RunState } from './state.ts';

/** Work that follows from a transition. Whoever performs it reports back with events. */
export type Effect =
  /** Start the execution, or take it up again after its last finished turn. */
  | { readonly type: 'run-phase'; readonly phase: PhaseId; readonly execution: ExecutionId }
  /** Start one review, or take it up again after its last finished turn. */
  | { readonly type: 'run-review'; readonly phase: PhaseId; readonly execution: ExecutionId }
  /** The reviews let the artifact pass: complete the phase with it. */
  | { readonly type: 'complete-phase'; readonly phase: PhaseId; readonly execution: ExecutionId }
  /** Let the turn under way finish, then stop. */
  | { readonly type: 'suspend-phase'; readonly execution: ExecutionId }
  /** Stop at once. */
  | { readonly type: 'stop-phase'; readonly execution: ExecutionId }
  /** Put the artifacts of a loop's iterations together. */
  | { readonly type: 'collect-loop'; readonly phase: PhaseId }
  /** Bring the workspace files back to a checkpoint, then report it. */
  | { readonly type: 'restore-files'; readonly checkpoint: CheckpointId; readonly snapshot: string }
  | { readonly type: 'deliver-answer'; readonly execution: ExecutionId; readonly call: ToolCallId; readonly answer: string };

/** A command that the state does not allow. */
export interface IllegalTransition {
  readonly event: string;
  readonly message: string;
}

export type Step =
  | { readonly type: 'moved'; readonly state: RunState; readonly effects: readonly Effect[] }
  /** Late or duplicate news: true once, of no consequence now. */
  | { readonly type: 'ignored' }
  | { readonly type: 'illegal'; readonly problem: IllegalTransition };

export const ignored: Step = { type: 'ignored' };

export function moved(state: RunState, effects: readonly Effect[] = []): Step {
  return { type: 'moved', state, effects };
}

export function illegal(event: string, message: string): Step {
  return { type: 'illegal', problem: { event, message } };
}

export const freshPhase: PhaseState = {
  situation: { status: 'pending' },
  attempt: 0,
  executions: 0,
  collections: 0,
  rejections: 0,
  turns: 0,
  usage: noUsage,
  spent: noSpending,
  steering: [],
  steered: 0,
  modelUsed: null,
  model: null,
  tool: null,
  startedAt: null,
  endedAt: null,
  loop: null,
  reviews: [],
  baseline: null,
};

export function phaseOf(state: RunState, phase: PhaseId): PhaseState | undefined {
  return Object.hasOwn(state.phases, phase) ? state.phases[phase] : undefined;
}

export function withPhase(state: RunState, phase: PhaseId, change: Partial<PhaseState>): RunState {
  const current = phaseOf(state, phase) ?? freshPhase;
  return { ...state, phases: { ...state.phases, [phase]: { ...current, ...change } } };
}

/** The execution a phase is busy with, waits on, or has reviewed. */
export function executionOf(situation: PhaseSituation): ExecutionId | null {
  return situation.status === 'running' || situation.status === 'waiting' || situation.status === 'reviewing' ? situation.execution : null;
}

/** The executions that are at work for a phase: its own, or those of its reviewers. */
export function executionsAtWork({ situation, reviews }: PhaseState): readonly ExecutionId[] {
  if (situation.status === 'reviewing') return openSeats(reviews.at(-1)).map(({ execution }) => execution);
  const execution = executionOf(situation);
  return execution ? [execution] : [];
}

/** Reviews that have begun and not ended. */
export function openSeats(round: ReviewRound | undefined): readonly (ReviewSeat & { readonly execution: ExecutionId })[] {
  return (round?.seats ?? []).flatMap((seat) => (seat.execution && !seat.outcome ? [{ ...seat, execution: seat.execution }] : []));
}

/** The execution that waits for a person's decision about its output. */
export function undecidedExecution(state: RunState, phase: PhaseId): ExecutionId | null {
  const situation = phaseOf(state, phase)?.situation;
  return situation?.status === 'waiting' && situation.wait.reason === 'decision' ? situation.execution : null;
}

export function isActive(situation: PhaseSituation): boolean {
  return situation.status === 'waiting' || isAtWork(situation);
}

/** It goes on by itself, without a person. */
export function isAtWork({ status }: PhaseSituation): boolean {
  return status === 'running' || status === 'reviewing' || status === 'collecting';
}

export function isSettled(situation: PhaseSituation): boolean {
  return situation.status === 'completed' || situation.status === 'skipped';
}
