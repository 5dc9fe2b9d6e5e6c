import type { RunEventOf } from '../model/fact.ts';
import type { ExecutionId, PhaseId, ToolCallId } from '../model/ids.ts';
import { isReviewExecution } from '../model/reviewExecution.ts';
import { addSpending, addUsage, spendingOf } from '../model/usage.ts';
import { isSameQuestion, type Question } from '../model/wait.ts';
import { withReviewModel } from './reviewTransitions.ts';
import type { PhaseSituation, PhaseState, RunState } from './state.ts';
import { executionOf, ignored, illegal, moved, phaseOf, type Step, withPhase } from './step.ts';

/** Money was spent whether or not the phase still waits for the turn, so it always counts: a reviewer's too. */
export function turnEnded(state: RunState, { phase, execution, model, usage, charged }: RunEventOf<'turn-ended'>): Step {
  const current = phaseOf(state, phase);
  if (!current) return ignored;
  const counted = { usage: addUsage(current.usage, usage), spent: addSpending(current.spent, spendingOf(usage, charged)) };
  const told = isReviewExecution(execution) ? { reviews: withReviewModel(current.reviews, execution, model) } : { turns: current.turns + 1, modelUsed: model };
  return moved(withPhase(state, phase, { ...counted, ...told }));
}

export function toolStarted(state: RunState, { phase, execution, name }: RunEventOf<'tool-started'>): Step {
  return whileBusy(state, { phase, execution }, () => ({ tool: name }));
}

/** A call that asked and then ended waits for nobody any more, answered or not. */
export function toolFinished(state: RunState, { phase, execution, call }: RunEventOf<'tool-finished'>): Step {
  return whileBusy(state, { phase, execution }, ({ situation }) => ({ tool: null, ...(isAsking(situation, call) && { situation: { status: 'running', execution } }) }));
}

function isAsking(situation: PhaseSituation, call: ToolCallId): boolean {
  return situation.status === 'waiting' && 'question' in situation.wait && situation.wait.question.call === call;
}

export function outputRejected(state: RunState, { phase, execution }: RunEventOf<'output-rejected'>): Step {
  return whileBusy(state, { phase, execution }, ({ rejections }) => ({ rejections: rejections + 1 }));
}

/** News of an execution that is over stays in the history and changes nothing. */
function whileBusy(state: RunState, of: { phase: PhaseId; execution: ExecutionId }, change: (phase: PhaseState) => Partial<PhaseState>): Step {
  const current = phaseOf(state, of.phase);
  if (!current || executionOf(current.situation) !== of.execution) return moved(state);
  return moved(withPhase(state, of.phase, change(current)));
}

export function questionAsked(state: RunState, { phase, execution, question }: RunEventOf<'question-asked'>): Step {
  const current = phaseOf(state, phase);
  if (!current || executionOf(current.situation) !== execution) return ignored;
  // The same call may ask anew, when what it would do is no longer what the question says.
  if (current.situation.status !== 'running' && !isOutdated(current.situation, question)) return ignored;
  const wait = { reason: question.kind === 'approval' ? 'approval' : 'input', question } as const;
  return moved(withPhase(state, phase, { situation: { status: 'waiting', execution, wait } }));
}

function isOutdated(situation: PhaseSituation, question: Question): boolean {
  return question.kind === 'approval' && isAsking(situation, question.call) && situation.status === 'waiting' && 'question' in situation.wait && !isSameQuestion(situation.wait.question, question);
}

export function questionAnswered(state: RunState, { phase, execution, call, answer }: RunEventOf<'question-answered'>): Step {
  const situation = phaseOf(state, phase)?.situation;
  const isAsked = situation !== undefined && executionOf(situation) === execution && isAsking(situation, call);
  if (!isAsked) return illegal('question-answered', 'That question is not waiting for an answer.');
  if (state.situation.status !== 'running') return illegal('question-answered', `The run is ${state.situation.status}. Resume it first, so that the answer reaches the phase.`);
  return moved(withPhase(state, phase, { situation: { status: 'running', execution } }), [{ type: 'deliver-answer', execution, call, answer }]);
}
