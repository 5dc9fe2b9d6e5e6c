import { err, ok } from '../../base/result.ts';
import { failed, type Failure } from '../../model/failure.ts';
import type { RunEventOf } from '../../model/fact.ts';
import type { ContentRef } from '../../model/content.ts';
import type { ToolCallId } from '../../model/ids.ts';
import { isToolName } from '../../model/toolName.ts';
import { isBeforeFirstTurn } from '../../phase/offeredTools.ts';
import { message as messageSchema, type AssistantMessage, type Message } from '../../model/message.ts';
import type { CallPermission } from '../../model/toolCall.ts';
import { hasChanged, type Question } from '../../model/wait.ts';
import type { Preface } from '../../ports/guidance.ts';
import type { LanguageModel, LanguageModels, TurnEvent } from '../../ports/languageModel.ts';
import type { RunStore } from '../../ports/store.ts';
import type { Permission, PermissionDecision, PreparedCall, Tool, Toolbox, ToolIntent, ToolResult } from '../../ports/tool.ts';
import type { ExecutionRecord } from './executionRecord.ts';
import { endingFailure, isOutOfTime } from './recordedEnding.ts';

/** What stands in for the world while one execution is replayed: everything is answered from its record. */
export interface RecordedWorld {
  readonly record: ExecutionRecord;
  readonly store: Pick<RunStore, 'text'>;
  /** For the tools' names and effects; none of them runs. */
  readonly toolbox: Toolbox;
  /** The question that the phase waits with already, if any. */
  readonly asked: () => Question | null;
}

export function recordedModels(world: RecordedWorld, isNew: boolean): LanguageModels {
  return {
    async resolve() {
      const failure = endingFailure(world.record.next());
      return isNew && failure && failure.kind !== 'bad-input' ? err(failure) : ok(recordedModel(world));
    },
  };
}

function recordedModel({ record, store }: RecordedWorld): LanguageModel {
  return {
    get id() {
      const next = record.next();
      return next?.type === 'turn-ended' || next?.type === 'price-unknown' ? next.model : 'recorded/unknown';
    },
    /** The window was nearly full exactly where the record says so. */
    get contextTokens() {
      const next = record.next();
      return next?.type === 'context-compacted' && next.reason === 'near-limit' ? 0 : undefined;
    },
    async countTokens() {
      const next = record.next();
      return (next?.type === 'context-compacted' ? next.counted : undefined) ?? null;
    },
    async *streamTurn(_request, signal): AsyncGenerator<TurnEvent> {
      const next = record.next();
      if (next?.type === 'context-compacted') return yield { type: 'turn-failed', failure: failed(next.reason === 'refused' ? 'bad-input' : 'too-long', 'The request was refused.') };
      if (next?.type === 'turn-ended') return yield* turn(next, await assistantAfter(record, store));
      if (next?.type === 'turn-retried') return yield { type: 'turn-failed', failure: next.failure };
      const partial = next?.type === 'message-added' ? await assistantAfter(record, store) : null;
      if (partial) yield { type: 'text-delta', text: partial.text };
      const failure = failureOf(record);
      if (!failure) await aborted(signal);
      yield { type: 'turn-failed', failure: failure ?? failed('cancelled', 'The model was stopped.') };
    },
  };
}

/** What the vendor said, in as few pieces as can be. */
function* turn({ reason, usage }: RunEventOf<'turn-ended'>, message: AssistantMessage | null): Generator<TurnEvent> {
  if (message && message.text !== '') yield { type: 'text-delta', text: message.text };
  for (const call of message?.calls ?? []) yield { type: 'tool-call', call };
  yield { type: 'turn-end', reason, usage, ...(message?.opaque !== undefined && { opaque: message.opaque }) };
}

/** The vendor's failure that ended the phase; one of the engine's own comes about again by itself. */
function failureOf(record: ExecutionRecord): Failure | null {
  const failure = endingFailure(record.next(0)) ?? endingFailure(record.next(1));
  return failure?.kind === 'cancelled' || isOutOfTime(failure) ? null : failure;
}

async function assistantAfter(record: ExecutionRecord, store: Pick<RunStore, 'text'>): Promise<AssistantMessage | null> {
  const added = [record.next(0), record.next(1)].find((event) => event?.type === 'message-added');
  if (added?.type !== 'message-added' || added.role !== 'assistant') return null;
  const message = await readMessage(store, added.content);
  return message.role === 'assistant' ? message : null;
}

async function readMessage(store: Pick<RunStore, 'text'>, content: ContentRef): Promise<Message> {
  return messageSchema.parse(JSON.parse(await store.text(content)));
}

/** The tools that were there, each answering as it did. */
export function recordedToolbox(world: RecordedWorld): Toolbox {
  const { record, toolbox } = world;
  const find = (name: string): Tool | undefined => {
    const real = toolbox.find(name);
    return real || record.hasRun(name) || !isToolName(name) ? recordedTool(world, real ?? { name, description: '', inputSchema: {}, effect: 'process' }) : undefined;
  };
  return {
    find,
    async offer({ names, approve }) {
      for (let question = offerQuestion(world); question; question = offerQuestion(world)) await approve({ title: question.text, detail: question.detail ?? '' });
      const failure = endingFailure(record.next());
      if (failure) return err(failure);
      const listed = names.flatMap((name) => (name.endsWith('*') ? record.ran.filter((known) => known.startsWith(name.slice(0, -1))) : [name]));
      return ok(listed.flatMap((name) => find(name) ?? []));
    },
  };
}

/** The rules that stood before the task then. */
export function recordedPreface({ record, store }: RecordedWorld, task: string): Preface {
  return {
    async text() {
      const next = record.next();
      const opening = next?.type === 'message-added' && next.role === 'user' ? await readMessage(store, next.content) : null;
      const isBefore = opening?.role === 'user' && opening.text.endsWith(`\n\n${task}`);
      return isBefore ? opening.text.slice(0, -task.length - 2) : '';
    },
  };
}

/** What a person had to agree to before the phase's first turn. */
function offerQuestion(world: RecordedWorld): Question | null {
  const question = world.asked() ?? questionNext(world);
  return question && isBeforeFirstTurn(question.call) ? question : null;
}

function recordedTool(world: RecordedWorld, { name, description, inputSchema, effect }: Pick<Tool, 'name' | 'description' | 'inputSchema' | 'effect'>): Tool {
  return {
    name, description, inputSchema, effect,
    prepare: async () => ok(await prepared(world)),
  };
}

async function prepared(world: RecordedWorld): Promise<PreparedCall> {
  return {
    intent: await intentOf(world),
    async run(context, signal) {
      const question = world.asked() ?? questionNext(world);
      if (question?.kind === 'question') await context.ask(question);
      const result = await resultOf(world, context.call);
      if (!result) await aborted(signal);
      return result ?? { outcome: 'cancelled', output: 'Stopped before it finished.' };
    },
  };
}

/** What the approval showed, taken apart as the executor put it together. */
async function intentOf(world: RecordedWorld): Promise<ToolIntent> {
  const question = world.asked() ?? questionNext(world);
  if (question?.kind !== 'approval') return { title: '', detail: '' };
  const refusal = (await resultOf(world, question.call))?.output;
  const refused = refusal?.startsWith(refusalStart) ? refusal.slice(refusalStart.length) : null;
  if (question.reason !== undefined) return { title: question.text.slice(0, -` (${question.reason})`.length), detail: question.detail ?? '' };
  const title = refused !== null && question.text.startsWith(`${refused} (`) ? refused : question.text.slice(0, question.text.lastIndexOf(' ('));
  return { title, detail: question.detail ?? '' };
}

const refusalStart = 'The person did not allow this: ';

function questionNext({ record }: RecordedWorld): Question | null {
  const next = record.next();
  return next?.type === 'question-asked' ? next.question : null;
}

/** `null` where nobody ever knew how the call ended. */
async function resultOf({ record, store }: RecordedWorld, call: ToolCallId): Promise<ToolResult | null> {
  const found = record.resultOf(call);
  if (!found) return null;
  const whole = await store.text(found.finished.output);
  const message = found.message ? await readMessage(store, found.message.content) : null;
  const told = message?.role === 'tool' ? message.output : whole;
  // Where the output was not cut, what follows it is the executor's own warning.
  const images = await Promise.all((found.finished.images ?? []).map(async ({ mediaType, content }) => ({ mediaType, base64: await store.text(content) })));
  return { outcome: found.finished.outcome, output: told.startsWith(whole) ? whole : told, whole, ...(images.length > 0 && { images }) };
}

/** Asks where the record has a question; otherwise what was decided then is decided again. */
export function recordedPermission(world: RecordedWorld): Permission {
  let asked = 0;
  return {
    decide(_tool, { title }): PermissionDecision {
      const question = world.asked() ?? questionNext(world);
      if (question?.kind === 'approval') {
        const { effect, covers, reason = question.text.slice(title.length + 2, -1) } = question;
        return { type: 'ask', reason: reason.replace(hasChanged, ''), fingerprint: String(asked++), ...(effect && { effect }), ...(covers !== undefined && { covers }) };
      }
      const recorded = permissionNext(world);
      return { type: recorded?.decision === 'deny' ? 'deny' : 'allow', reason: recorded?.reason ?? '', recorded: recorded ?? null };
    },
  };
}

function permissionNext({ record }: RecordedWorld): CallPermission | undefined {
  const finished = [record.next(0), record.next(1)].find((event) => event?.type === 'tool-finished');
  return finished?.type === 'tool-finished' ? finished.permission : undefined;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
