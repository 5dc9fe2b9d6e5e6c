import type { Fact, RunEvent, RunEventOf, RunEventType } from '../model/fact.ts';
import { assert } from '../base/assert.ts';
import type { Timestamp } from '../model/ids.ts';
import * as budgets from './budgetTransitions.ts';
import * as checkpoint from './checkpointTransitions.ts';
import * as conversation from './conversationTransitions.ts';
import * as phase from './phaseTransitions.ts';
import * as review from './reviewTransitions.ts';
import * as run from './runTransitions.ts';
import * as steering from './steeringTransitions.ts';
import { freshPhase, illegal, moved, type Step } from './step.ts';
import type { RunState } from './state.ts';

export type Handler<T extends RunEventType> = (state: RunState, event: RunEventOf<T>, at: Timestamp) => Step;

/** One handler per event; forgetting one is a compile error. */
const handlers: { readonly [T in RunEventType]: Handler<T> } = {
  'run-created': () => illegal('run-created', 'The run exists already.'),
  'run-started': run.started,
  'run-continued': run.continued,
  'run-paused': run.paused,
  'run-resumed': run.resumed,
  'run-cancelled': run.cancelled,
  'run-completed': run.completed,
  'run-failed': run.failedWith,
  'auto-set': run.autoSet,
  'model-set': run.modelSet,
  'budget-raised': budgets.raised,
  'run-rolled-back': checkpoint.rolledBack,
  'files-restored': checkpoint.filesRestored,
  'command-rejected': (state) => moved(state),
  'phase-started': phase.started,
  'loop-started': phase.loopStarted,
  'iteration-completed': phase.iterationCompleted,
  'phase-completed': phase.completed,
  'phase-adopted': phase.adopted,
  'phase-failed': phase.failedWith,
  'phase-skipped': phase.skipped,
  'steering-given': steering.given,
  'phase-retried': phase.retried,
  'decision-needed': phase.decisionNeeded,
  'checkpoint-taken': checkpoint.taken,
  'baseline-taken': review.baselineTaken,
  'review-requested': review.requested,
  'review-started': review.started,
  'review-finished': review.finished,
  'review-decided': review.decided,
  'review-retried': review.retried,
  'message-added': steering.told,
  'turn-ended': conversation.turnEnded,
  'price-unknown': (state) => moved(state),
  'turn-retried': (state) => moved(state),
  'context-compacted': (state) => moved(state),
  'tool-started': conversation.toolStarted,
  'tool-finished': conversation.toolFinished,
  'output-rejected': conversation.outputRejected,
  'question-asked': conversation.questionAsked,
  'question-answered': conversation.questionAnswered,
};

/**
 * The one way in which a run changes: pure, total, and the same for live events and for replay.
 * `at` is the time the event is recorded with.
 */
export function transition(state: RunState, event: RunEvent, at: Timestamp): Step {
  const step = (handlers[event.type] as Handler<RunEventType>)(state, event, at);
  return step.type === 'moved' ? { ...step, state: { ...step.state, seq: state.seq + 1 } } : step;
}

/** The state after the first fact of a run. */
export function initialState({ runId, at, event }: Fact): RunState {
  assert(event.type === 'run-created', 'a run begins with run-created');
  return {
    id: runId,
    project: event.project,
    template: event.template,
    inputs: event.inputs,
    model: event.model,
    maxParallel: event.maxParallel,
    seed: event.seed ?? 1,
    budgets: { run: event.budget ?? {}, phases: {}, day: null },
    isAuto: event.isAuto,
    isHeld: false,
    situation: { status: 'created' },
    phases: Object.fromEntries(event.template.phases.map(({ id }) => [id, freshPhase])),
    values: {},
    checkpoints: [],
    restoring: null,
    parent: event.parent ?? null,
    seq: 1,
    createdAt: at,
    endedAt: null,
  };
}
