import { messageOf } from '../base/messageOf.ts';
import type { Redaction } from '../base/redaction.ts';
import { failpoint } from '../base/failpoint.ts';
import type { Failure } from '../model/failure.ts';
import type { ExecutionId, ToolCallId } from '../model/ids.ts';
import type { Json } from '../model/json.ts';
import type { ModelToolCall, ToolMessage } from '../model/message.ts';
import { type CallPermission, crossedByMessage, neverBegan } from '../model/toolCall.ts';
import type { ToolEffect } from '../model/toolName.ts';
import type { Question } from '../model/wait.ts';
import type { Clock } from '../ports/clock.ts';
import type { CallOrigin, Permission, PreparedCall, Tool, ToolContext, ToolResult } from '../ports/tool.ts';
import type { AgentEvent } from './agentEvent.ts';
import { approvalOf } from './approval.ts';
import type { ConversationImages, KeptImage } from './conversationImages.ts';
import { repetitionOf } from './repetition.ts';
import { toldUnknown, unknownOutcome } from './unknownOutcome.ts';

export interface CallPorts {
  readonly execution: ExecutionId;
  readonly context: Pick<ToolContext, 'phase' | 'execution' | 'artifactOf'>;
  /** Exactly the tools this phase may use; everything else is an error result. */
  readonly tools: ReadonlyMap<string, Tool>;
  readonly permission: Permission;
  readonly origin: CallOrigin;
  readonly clock: Clock;
  /** What tools bring along from the world goes neither to the model nor into the record with secrets in it. */
  readonly redaction: Redaction;
  readonly images: ConversationImages;
  /** Asks the person and waits; rejects when the signal aborts. */
  readonly ask: (question: Question, signal: AbortSignal) => Promise<string>;
  /** Whether a person wrote something that the model was not told when it made this call. */
  readonly hasNews: (call: ToolCallId) => boolean;
  readonly progress: (call: ToolCallId, text: string) => void;
  /** Calls that were answered before, in order. */
  readonly past?: readonly ModelToolCall[];
  /** Calls that an earlier process began; they are not announced again. */
  readonly begun: ReadonlySet<ToolCallId>;
  /** Those of them that may have run, and never finished. */
  readonly interrupted: ReadonlySet<ToolCallId>;
  /** The tool that ends the conversation; not in `tools`. */
  readonly gate: { readonly name: string; offer(data: Json): Promise<GateAnswer> };
}

export type GateAnswer =
  | { readonly type: 'accepted' }
  | { readonly type: 'rejected'; readonly output: string }
  /** Rejected once too often: the phase waits for a person. */
  | { readonly type: 'given-up'; readonly output: string };

export interface ExecutedCall {
  readonly call: ModelToolCall;
  readonly id: ToolCallId;
  readonly turn: number;
}

export type CallAnswer =
  | { readonly type: 'answered'; readonly message: ToolMessage }
  | { readonly type: 'ended' }
  | { readonly type: 'failed'; readonly failure: Failure };

export interface CallExecutor {
  readonly execution: ExecutionId;
  /** Every call yields one `tool-started`, unless an earlier process did, and one `tool-finished`, whatever becomes of it. */
  execute(call: ExecutedCall, signal: AbortSignal): AsyncGenerator<AgentEvent, CallAnswer>;
}

/** Stable, so that a resumed conversation gives an unanswered call the id it had. */
export function callIdOf(execution: ExecutionId, turn: number, index: number): ToolCallId {
  return `${execution}/${turn}.${index + 1}` as ToolCallId;
}

export function callExecutor(ports: CallPorts): CallExecutor {
  const repetition = repetitionOf(ports.past);
  return {
    execution: ports.execution,
    async *execute(executed, signal) {
      const { call, id, turn } = executed;
      const { warning, failure } = repetition(call);
      if (failure) return { type: 'failed', failure };
      const startedMs = ports.clock.monotonicMs();
      if (!ports.begun.has(id)) yield { type: 'tool-started', call: id, turn, name: call.name, input: call.malformed ?? JSON.stringify(call.input) };
      failpoint('tool-intent');
      const { result, ends, permission } = withoutSecrets(ports, await guarded(ports, executed, signal));
      failpoint('effect-done');
      const images = ports.images.add(result.images ?? []);
      const message = ends ? null : withImages(toMessage(call, result, warning), images);
      yield { type: 'tool-finished', call: id, outcome: result.outcome, output: result.whole ?? result.output, ...(images.length > 0 && { images }), durationMs: ports.clock.monotonicMs() - startedMs, message, ...(permission && { permission }) };
      failpoint('result-stored');
      return message ? { type: 'answered', message } : { type: 'ended' };
    },
  };
}

function withoutSecrets({ redaction }: CallPorts, performed: Performed): Performed {
  const { result: { outcome, output, whole, images = [] }, ends, permission } = performed;
  const shown = images.filter(({ base64 }) => !holdsKey(base64, redaction));
  const told = shown.length < images.length ? `${output}\n(An image of it holds a key among its data, and is not shown.)` : output;
  const result = { outcome, output: redaction.all(told), ...(whole !== undefined && { whole: redaction.all(whole) }), ...(shown.length > 0 && { images: shown }) };
  return { ends, permission: permission && { ...permission, reason: redaction.keys(permission.reason) }, result };
}

/** Texts can stand in an image's file beside what it shows. */
function holdsKey(base64: string, { all }: Redaction): boolean {
  const text = Buffer.from(base64, 'base64').toString('latin1');
  return all(text) !== text;
}

function withImages(message: ToolMessage, images: readonly KeptImage[]): ToolMessage {
  return images.length === 0 ? message : { ...message, images: images.map(({ ref }) => ref) };
}

function toMessage(call: ModelToolCall, { output, outcome }: ToolResult, warning: string | null): ToolMessage {
  return { role: 'tool', callId: call.id, name: call.name, output: warning ? `${output}\n\n${warning}` : output, isError: outcome !== 'ok' };
}

interface Performed {
  readonly result: ToolResult;
  readonly ends: boolean;
  /** `null` where nothing had to be decided. */
  readonly permission: CallPermission | null;
}

/** Whatever a tool throws becomes a result: a conversation never dies of one call. */
async function guarded(ports: CallPorts, executed: ExecutedCall, signal: AbortSignal): Promise<Performed> {
  if (signal.aborted) return refused('cancelled', neverBegan);
  try {
    return await perform(ports, executed, signal);
  } catch (error) {
    if (signal.aborted) return refused('cancelled', 'Stopped before it finished.');
    return refused('error', `The tool broke: ${messageOf(error)}`);
  }
}

async function perform(ports: CallPorts, executed: ExecutedCall, signal: AbortSignal): Promise<Performed> {
  const { call } = executed;
  if (call.malformed !== undefined) return refused('error', 'The arguments were not complete JSON, so nothing ran. Send the call again, with shorter arguments if they were cut off.');
  if (call.name === ports.gate.name) return ports.hasNews(executed.id) ? refused('error', crossedByMessage) : offer(ports, call.input);
  const tool = ports.tools.get(call.name);
  if (!tool) return refused('error', `There is no tool "${call.name}" in this phase. Available: ${[...ports.tools.keys(), ports.gate.name].join(', ')}.`);
  if (ports.interrupted.has(executed.id) && isRepeatUnsafe(tool.effect)) {
    return refused('unknown', toldUnknown(await ports.ask(unknownOutcome(executed), signal)));
  }
  const prepared = await tool.prepare(call.input);
  if (prepared.ok) return { ...await permitted(ports, { executed, tool, prepared: prepared.value }, signal), ends: false };
  return prepared.error.type === 'refused'
    ? refused('denied', prepared.error.message)
    : refused('error', `The arguments do not fit the tool:\n${prepared.error.issues.map(({ pointer, message }) => `${pointer || '/'}: ${message}`).join('\n')}`);
}

async function offer(ports: CallPorts, data: Json): Promise<Performed> {
  const answer = await ports.gate.offer(data);
  if (answer.type === 'accepted') return { result: { outcome: 'ok', output: 'Accepted.' }, ends: true, permission: null };
  return { result: { outcome: 'error', output: answer.output }, ends: answer.type === 'given-up', permission: null };
}

function refused(outcome: ToolResult['outcome'], output: string): Performed {
  return { result: { outcome, output }, ends: false, permission: null };
}

function isRepeatUnsafe(effect: ToolEffect): boolean {
  return effect === 'workspace' || effect === 'process';
}

interface Prepared {
  readonly executed: ExecutedCall;
  readonly tool: Tool;
  readonly prepared: PreparedCall;
}

async function permitted(ports: CallPorts, { executed, tool, prepared }: Prepared, signal: AbortSignal): Promise<Omit<Performed, 'ends'>> {
  const { id } = executed;
  const { permission, refusal } = await approvalOf(ports, { call: id, tool, intent: prepared.intent }, signal);
  if (refusal !== null) return { result: { outcome: 'denied', output: refusal }, permission };
  const context: ToolContext = {
    ...ports.context,
    call: id,
    run: ports.origin.run,
    progress: (text) => ports.progress(id, ports.redaction.all(text)),
    ask: ({ text, options }) => ports.ask({ call: id, kind: 'question', text, options: [...options] }, signal),
  };
  return { result: await prepared.run(context, signal), permission };
}
