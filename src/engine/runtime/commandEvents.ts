import { assertNever } from '../base/assert.ts';
import type { RunCommand } from '../model/command.ts';
import type { RunEvent } from '../model/fact.ts';
import type { PhaseId } from '../model/ids.ts';
import { executionOf } from '../workflow/step.ts';
import type { RunState } from '../workflow/state.ts';

/** Commands whose event needs nothing but the state; whether it is legal is for `transition` to say. */
export type SimpleCommand = Exclude<RunCommand, { type: 'accept' | 'rollback' }>;

/** `today` is the day for which a raised budget of the day holds, as `YYYY-MM-DD`. */
export function toEvent(command: SimpleCommand, state: RunState, today: string): RunEvent | null {
  switch (command.type) {
    case 'start':
      return { type: 'run-started' };
    case 'continue':
      return { type: 'run-continued' };
    case 'pause':
      return { type: 'run-paused', reason: 'user', message: 'Paused by you.' };
    case 'resume':
      return { type: 'run-resumed' };
    case 'cancel':
      return { type: 'run-cancelled' };
    case 'set-auto':
      return { type: 'auto-set', isAuto: command.isAuto };
    case 'set-model':
      return { type: 'model-set', model: command.model };
    case 'raise-budget': {
      const { type: _, ...raised } = command;
      return { type: 'budget-raised', ...raised, ...(command.scope === 'day' && { day: today }) };
    }
    case 'retry':
      return { type: 'phase-retried', phase: command.phase, model: command.model };
    case 'steer':
      return { type: 'steering-given', phase: command.phase, text: command.text.trim() };
    case 'skip':
      return { type: 'phase-skipped', phase: command.phase, by: 'person', message: 'Skipped by you.' };
    case 'review':
      return { type: 'review-retried', phase: command.phase };
    case 'answer':
      return answerEvent(command, state);
    default:
      return assertNever(command);
  }
}

/** `null` where nobody asks that question. */
function answerEvent({ call, answer }: Extract<RunCommand, { type: 'answer' }>, state: RunState): RunEvent | null {
  for (const [id, { situation }] of Object.entries(state.phases)) {
    const execution = executionOf(situation);
    if (situation.status !== 'waiting' || !execution || !('question' in situation.wait)) continue;
    if (situation.wait.question.call === call) return { type: 'question-answered', phase: id as PhaseId, execution, call, answer };
  }
  return null;
}
