import { failed } from '../model/failure.ts';
import type { AssistantMessage, Message, ModelToolCall, ToolMessage } from '../model/message.ts';
import type { TurnRequest } from '../ports/languageModel.ts';
import type { AgentEvent, AgentOutcome } from './agentEvent.ts';
import { type CallAnswer, type CallExecutor, callIdOf } from './callExecutor.ts';
import { type TurnPorts, takeTurn } from './turn.ts';

export interface AgentPorts extends TurnPorts {
  readonly executor: CallExecutor;
}

export interface AgentJob {
  readonly request: Omit<TurnRequest, 'messages'>;
  /** The conversation so far; grows as it goes on. */
  readonly messages: Message[];
  readonly maxTurns: number;
}

/** Calls of one turn that run; the rest are answered with an error. */
const maxCallsPerTurn = 50;

/**
 * Turns until a call ends the conversation or the model stops asking for tools. Starts with the calls that the last
 * turn left unanswered, so a conversation cut short anywhere goes on from there.
 */
export async function* runAgent(ports: AgentPorts, job: AgentJob, signal: AbortSignal): AsyncGenerator<AgentEvent, AgentOutcome> {
  const { messages } = job;
  while (true) {
    const unanswered = unansweredCalls(messages);
    if (unanswered.length > 0) {
      const outcome = yield* answerCalls(ports, { calls: unanswered, messages }, signal);
      if (outcome) return outcome;
    }
    if (signal.aborted) return { type: 'failed', failure: failed('cancelled', 'The phase was stopped.') };
    if (ports.isSuspended()) return { type: 'suspended' };

    const turn = 1 + turnsIn(messages);
    if (turn > job.maxTurns) return { type: 'failed', failure: failed('max-turns', `The phase was not finished after ${job.maxTurns} turns.`) };
    if (turn > 1) yield { type: 'turn-due' };
    const outcome = yield* takeTurn(ports, { request: { ...job.request, messages }, turn }, signal);
    if (outcome.type !== 'message') return outcome;

    messages.push(outcome.message);
    if (outcome.message.calls.length === 0 && !outcome.hasMore) return { type: 'stopped', text: outcome.message.text, isCutOff: outcome.isCutOff };
  }
}

interface Unanswered {
  readonly calls: readonly { readonly call: ModelToolCall; readonly index: number }[];
  readonly messages: Message[];
}

async function* answerCalls(ports: AgentPorts, { calls, messages }: Unanswered, signal: AbortSignal): AsyncGenerator<AgentEvent, AgentOutcome | null> {
  const turn = turnsIn(messages);
  for (const { call, index } of calls) {
    if (signal.aborted) return { type: 'failed', failure: failed('cancelled', 'The phase was stopped.') };
    const answer = index < maxCallsPerTurn
      ? yield* ports.executor.execute({ call, id: callIdOf(ports.executor.execution, turn, index), turn }, signal)
      : yield* tooMany(call);
    if (answer.type !== 'answered') return answer;
    messages.push(answer.message);
  }
  return null;
}

async function* tooMany({ id, name }: ModelToolCall): AsyncGenerator<AgentEvent, CallAnswer> {
  const message: ToolMessage = { role: 'tool', callId: id, name, output: `Only ${maxCallsPerTurn} calls run in one turn. Ask again in the next turn.`, isError: true };
  yield { type: 'message', message };
  return { type: 'answered', message };
}

/** Calls of the last assistant message that have no result yet, with their place in that message. */
export function unansweredCalls(messages: readonly Message[]): Unanswered['calls'] {
  const last = messages.findLastIndex(({ role }) => role === 'assistant');
  const assistant = messages[last] as AssistantMessage | undefined;
  if (!assistant) return [];
  const answered = new Set(messages.slice(last + 1).flatMap((message) => (message.role === 'tool' ? [message.callId] : [])));
  return assistant.calls.map((call, index) => ({ call, index })).filter(({ call }) => !answered.has(call.id));
}

export function turnsIn(messages: readonly Message[]): number {
  return messages.filter(({ role }) => role === 'assistant').length;
}
