import { failed, type Failure } from '../model/failure.ts';
import type { CompactionReason } from '../model/compaction.ts';
import type { AssistantMessage, Message, ModelToolCall, ToolMessage } from '../model/message.ts';
import type { TurnRequest } from '../ports/languageModel.ts';
import type { AgentEvent, AgentOutcome } from './agentEvent.ts';
import { type CallAnswer, type CallExecutor, callIdOf } from './callExecutor.ts';
import { type ContextWindow, contextWindow, type Due } from './contextWindow.ts';
import { successorOf } from './handOver.ts';
import type { Inbox } from './inbox.ts';
import { type TurnOutcome, type TurnPorts, takeTurn } from './turn.ts';

export interface AgentPorts extends TurnPorts {
  readonly executor: CallExecutor;
  readonly inbox: Inbox;
}

export interface AgentJob {
  readonly request: Omit<TurnRequest, 'messages'>;
  /** The conversation so far; grows as it goes on. */
  readonly messages: Message[];
  /** Places of messages that the model is sent in short, with how many messages there were when that began; grows as it goes on. */
  readonly compacted: Map<number, number>;
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
  const window = contextWindow({ ...job, model: ports.model });
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
    const news = ports.inbox.take();
    if (news) {
      messages.push(news.message);
      yield { type: 'message', message: news.message, steering: news.delivered };
    }
    const outcome = yield* fittingTurn(ports, { window, request: job.request, turn }, signal);
    const successor = successorOf(ports.model, outcome);
    if (successor) {
      yield handedOver(outcome, { turn, to: successor.id });
      return yield* runAgent({ ...ports, model: successor }, job, signal);
    }
    if (outcome.type !== 'message') return outcome;

    window.learn(outcome.inputTokens);
    messages.push(outcome.message);
    if (outcome.message.calls.length === 0 && !outcome.hasMore) return { type: 'stopped', text: outcome.message.text, isCutOff: outcome.isCutOff };
  }
}

function handedOver(outcome: TurnOutcome, { turn, to }: { readonly turn: number; readonly to: string }): AgentEvent {
  const failure = outcome.type === 'failed' ? outcome.failure : outcome.type === 'blocked' && outcome.by.reason === 'rate-limit' ? outcome.by.failure : failed('unknown', 'The model cannot be had.');
  // Worth trying again, though not there.
  return { type: 'turn-retried', turn, failure: { ...failure, isRetryable: true, message: `${failure.message} Going on with ${to}.` }, delayMs: 0 };
}

interface FittingTurn {
  readonly window: ContextWindow;
  readonly request: AgentJob['request'];
  readonly turn: number;
}

/** One turn over what fits the model's window, shortened further where the vendor still finds it too long. */
async function* fittingTurn(ports: AgentPorts, { window, request, turn }: FittingTurn, signal: AbortSignal): AsyncGenerator<AgentEvent, TurnOutcome> {
  const shorten = function* (reason: CompactionReason, { places, counted }: Due): Generator<AgentEvent> {
    if (places.length === 0) return;
    window.shorten(places);
    yield { type: 'context-compacted', turn, reason, messages: places, ...(counted !== undefined && { counted }) };
  };
  yield* shorten('many-images', { places: window.manyImages() });
  yield* shorten('near-limit', await window.due(signal));
  while (true) {
    const outcome = yield* takeTurn(ports, { request: { ...request, messages: window.view(), unbound: window.unbound() }, turn }, signal);
    const reason = outcome.type === 'failed' ? reasonToShorten(outcome.failure) : null;
    const places = reason === null ? [] : reason === 'too-long' ? window.overflow() : window.refusable();
    if (reason === null || places.length === 0) return outcome;
    yield* shorten(reason, { places });
  }
}

/** A request that its vendor finds wrong may be so for an image, or for reasoning that was signed for another conversation. */
function reasonToShorten({ kind }: Failure): 'too-long' | 'refused' | null {
  if (kind === 'too-long') return kind;
  return kind === 'bad-input' ? 'refused' : null;
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

/** All calls that have a result, in order. */
export function answeredCalls(messages: readonly Message[]): readonly ModelToolCall[] {
  const open = new Set(unansweredCalls(messages).map(({ call }) => call));
  return messages.flatMap((message) => (message.role === 'assistant' ? message.calls.filter((call) => !open.has(call)) : []));
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
