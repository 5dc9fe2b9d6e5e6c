import type { RunEventOf } from '../model/fact.ts';
import type { ExecutionId, PhaseId } from '../model/ids.ts';
import { addUsage } from '../model/usage.ts';
import type { PhaseState, RunState } from './state.ts';
import { executionOf, ignored, illegal, moved, phaseOf, type Step, withPhase } from './step.ts';

/** Money was spent whether or not the phase still waits for the turn, so it always counts. */
export function turnEnded(state: RunState, { phase, model, usage }: RunEventOf<'turn-ended'>): Step {
  const current = phaseOf(state, phase);
  if (!current) return ignored;
  return moved(withPhase(state, phase, { turns: current.turns + 1, usage: addUsage(current.usage, usage), modelUsed: model }));
}

export function toolStarted(state: RunState, { phase, execution, name }: RunEventOf<'tool-started'>): Step {
  return whileBusy(state, { phase, execution }, () => ({ tool: name }));
}

export function toolFinished(state: RunState, { phase, execution }: RunEventOf<'tool-finished'>): Step {
  return whileBusy(state, { phase, execution }, () => ({ tool: null }));
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
  if (current?.situation.status !== 'running' || current.situation.execution !== execution) return ignored;
  const wait = { reason: question.kind === 'approval' ? 'approval' : 'input', question } as const;
  return moved(withPhase(state, phase, { situation: { status: 'waiting', execution, wait } }));
}

export function questionAnswered(state: RunState, { phase, execution, call, answer }: RunEventOf<'question-answered'>): Step {
  const situation = phaseOf(state, phase)?.situation;
  const isAsked = situation?.status === 'waiting' && situation.execution === execution
    && (situation.wait.reason === 'input' || situation.wait.reason === 'approval') && situation.wait.question.call === call;
  if (!isAsked) return illegal('question-answered', 'That question is not waiting for an answer.');
  return moved(withPhase(state, phase, { situation: { status: 'running', execution } }), [{ type: 'deliver-answer', execution, call, answer }]);
}
