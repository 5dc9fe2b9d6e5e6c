import type { OpenAI } from 'openai';
import type { TurnEndReason } from '../../../model/message.ts';
import type { TurnEvent } from '../../../ports/languageModel.ts';
import { toModelCall } from '../../callArguments.ts';
import { StreamedError, TransportError } from '../../transportError.ts';
import { toUsage } from '../../turnUsage.ts';
import { callAssembly } from './callAssembly.ts';
import { growReasoning, reasoningFields, type ReasoningFields } from './reasoning.ts';

type Chunk = OpenAI.ChatCompletionChunk;
type Choice = OpenAI.ChatCompletionChunk.Choice;
type Delta = OpenAI.ChatCompletionChunk.Choice.Delta & ReasoningFields;

export interface ChatTurn {
  readonly model: string;
  /** `provider/model`, for the price. */
  readonly reference: string;
  /** Makes ids for calls that come without one. */
  readonly newId: (ordinal: number) => string;
}

/**
 * Text streams as it comes; calls are held back until the turn has its ending, so that nothing of an answer that was cut can run.
 * The ending is a `finish_reason`: what follows it (usage, `[DONE]`) may be missing. Throws where there is none.
 */
export async function* readTurn(stream: AsyncIterable<Chunk>, { model, reference, newId }: ChatTurn): AsyncGenerator<TurnEvent> {
  const assembly = callAssembly(newId);
  const reasoning: ReasoningFields = {};
  let ending: TurnEndReason | null = null;
  let usage: Chunk['usage'];
  let isRefusal = false;

  for await (const chunk of stream) {
    usage = chunk.usage ?? usage;
    for (const choice of chunk.choices ?? []) {
      throwError(choice);
      const delta = deltaOf(choice);
      const text = `${delta.content ?? ''}${delta.refusal ?? ''}`;
      isRefusal ||= Boolean(delta.refusal);
      if (text !== '') yield { type: 'text-delta', text };
      for (const call of delta.tool_calls ?? []) assembly.add({ index: call.index, id: call.id ?? null, name: call.function?.name ?? null, arguments: call.function?.arguments });
      growReasoning(reasoning, delta);
      if (choice.finish_reason) ending = toReason(choice.finish_reason);
    }
  }

  if (ending === null) throw new TransportError('cut-off', 'The answer ended before it was complete.', true);
  const reason = isRefusal ? 'refused' : ending;
  const calls = reason === 'refused' || reason === 'filtered' ? [] : assembly.calls().map((call) => toModelCall(call, !(reason === 'length' && call.argumentsText === '')));
  for (const call of calls) yield { type: 'tool-call', call };
  const opaque = calls.length > 0 && Object.keys(reasoning).length > 0 ? { opaque: reasoningFields.write(model, [reasoning]) } : {};
  yield { type: 'turn-end', reason: reconcile(reason, calls.length), usage: usageOf(reference, usage), ...opaque };
}

/** A server that does not stream sends a whole message where the delta would be. */
function deltaOf(choice: Choice & { readonly message?: Delta }): Delta {
  return choice.message ?? choice.delta ?? {};
}

/** Routers report that their upstream failed inside the choice. */
function throwError(choice: Choice & { readonly error?: unknown }): void {
  if (choice.error !== undefined && choice.error !== null) throw new StreamedError({ error: choice.error });
}

function toReason(finish: string): TurnEndReason {
  switch (finish) {
    case 'stop':
    case 'eos':
    case 'eos_token':
    case 'stop_sequence':
    case 'end_turn':
      return 'stop';
    case 'tool_calls':
    case 'function_call':
    case 'tool_use':
      return 'tool-calls';
    case 'length':
    case 'max_tokens':
      return 'length';
    case 'content_filter':
      return 'filtered';
    case 'error':
    case 'abort':
      throw new TransportError('server', 'It gave up in the middle of its answer.', true);
    case 'insufficient_system_resource':
      throw new TransportError('overloaded', 'It ran out of resources in the middle of its answer.', true);
    default:
      throw new TransportError('malformed', `The answer ended for a reason that is not known here: ${JSON.stringify(finish)}.`, false);
  }
}

/** Compatible servers do not always name the reason that fits what they sent. */
function reconcile(reason: TurnEndReason, calls: number): TurnEndReason {
  if (reason === 'stop' && calls > 0) return 'tool-calls';
  return reason === 'tool-calls' && calls === 0 ? 'stop' : reason;
}

function usageOf(reference: string, usage: Chunk['usage']) {
  return toUsage(reference, {
    input: usage?.prompt_tokens,
    output: usage?.completion_tokens,
    cacheRead: usage?.prompt_tokens_details?.cached_tokens,
    cacheWrite: usage?.prompt_tokens_details?.cache_write_tokens,
  });
}
