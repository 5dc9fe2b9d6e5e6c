import type { OpenAI } from 'openai';
import { opaqueContent } from '../../opaque.ts';
import type { TurnEndReason } from '../../../model/message.ts';
import type { TurnEvent } from '../../../ports/languageModel.ts';
import { parseArguments, toModelCall } from '../../callArguments.ts';
import { StreamedError, TransportError } from '../../transportError.ts';
import { toUsage } from '../../turnUsage.ts';
import { outputAssembly, type FinishedOutput, type OutputAssembly } from './outputAssembly.ts';

type Response = OpenAI.Responses.Response;
type Item = OpenAI.Responses.ResponseOutputItem;

/** The items of an answer that holds more than text and calls. */
export const replayed = opaqueContent<OpenAI.Responses.ResponseInputItem>('openai-responses');

export interface ResponsesTurn {
  readonly model: string;
  /** `provider/model`, for the price. */
  readonly reference: string;
  readonly newId: (ordinal: number) => string;
}

/**
 * Text streams as it comes; calls are held back until the response is complete, so that nothing of an answer that was cut can run.
 * Throws where the stream is not a whole turn.
 */
export async function* readTurn(stream: AsyncIterable<OpenAI.Responses.ResponseStreamEvent>, turn: ResponsesTurn): AsyncGenerator<TurnEvent> {
  const assembly = outputAssembly();
  for await (const event of stream) {
    if (event.type === 'response.completed' || event.type === 'response.incomplete') return yield* endTurn(event, assembly, turn);
    if (event.type === 'response.failed') throw new StreamedError({ error: event.response.error ?? { message: 'The response failed.' } });
    if (event.type === 'error') throw new StreamedError({ error: event });
    const text = assembly.add(event);
    if (text !== '') yield { type: 'text-delta', text };
  }
  // The SDK ends its loop silently when the connection ends or is aborted; without this nobody would learn that the ending is missing.
  throw new TransportError('cut-off', 'The answer ended before it was complete.', true);
}

function toReason(ending: string): TurnEndReason {
  switch (ending) {
    case 'completed':
      return 'stop';
    case 'max_output_tokens':
      return 'length';
    case 'content_filter':
      return 'filtered';
    default:
      throw new TransportError('malformed', `The answer ended for a reason that is not known here: ${JSON.stringify(ending)}.`, false);
  }
}

type LastEvent = OpenAI.Responses.ResponseCompletedEvent | OpenAI.Responses.ResponseIncompleteEvent;

function* endTurn({ type, response }: LastEvent, assembly: OutputAssembly, { model, reference, newId }: ResponsesTurn): Generator<TurnEvent> {
  const output = assembly.finish(response.output ?? [], newId);
  if (output.unseenText !== '') yield { type: 'text-delta', text: output.unseenText };
  const ending = toReason(type === 'response.completed' ? 'completed' : (response.incomplete_details?.reason ?? 'none'));
  const reason = output.isRefusal ? 'refused' : ending;
  const calls = reason === 'refused' || reason === 'filtered' ? [] : output.calls.map((call) => toModelCall(call, call.isWhole));
  for (const call of calls) yield { type: 'tool-call', call };
  const opaque = reason !== 'refused' && isWorthReplaying(output) ? { opaque: replayed.write(model, output.items.flatMap(toReplay)) } : {};
  yield { type: 'turn-end', reason: reason === 'stop' && calls.length > 0 ? 'tool-calls' : reason, usage: usageOf(reference, response), ...opaque };
}

/** Not where a call had to be renamed: its result would find no call. */
function isWorthReplaying({ items, calls }: FinishedOutput): boolean {
  const ids = items.flatMap((item) => (item.type === 'function_call' ? [item.call_id] : []));
  return items.some(isReplayedOnly) && ids.length === calls.length && calls.every(({ id }) => ids.includes(id));
}

/** Reasoning, and messages that say which phase of the work they belong to, cannot be built again from text and calls. */
function isReplayedOnly(item: Item): boolean {
  return (item.type !== 'message' && item.type !== 'function_call') || (item.type === 'message' && Boolean(item.phase));
}

/** Without its content, encrypted or plain, reasoning is only a name that the vendor has not kept. */
function toReplay(item: Item): readonly object[] {
  if (item.type === 'reasoning') return item.encrypted_content || (item.content?.length ?? 0) > 0 ? [item] : [];
  if (item.type !== 'function_call') return [item];
  return [{ ...item, arguments: JSON.stringify(parseArguments(item.arguments) ?? {}) }];
}

function usageOf(reference: string, { usage }: Response) {
  return toUsage(reference, {
    input: usage?.input_tokens,
    output: usage?.output_tokens,
    cacheRead: usage?.input_tokens_details?.cached_tokens,
    cacheWrite: usage?.input_tokens_details?.cache_write_tokens,
  });
}
