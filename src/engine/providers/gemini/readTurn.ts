import { FinishReason, type GenerateContentResponse, type Part } from '@google/genai';
import type { TurnEndReason } from '../../model/message.ts';
import type { TurnEvent } from '../../ports/languageModel.ts';
import { TransportError } from '../transportError.ts';
import { toUsage } from '../turnUsage.ts';
import { addPart, callsIn, isMoreThanPlain, replayed, toReplay, visibleText, type Continuation } from './contentParts.ts';

export interface GeminiTurn {
  readonly model: string;
  /** Number of messages before it: makes ids for calls that come without one. */
  readonly turn: number;
}

/**
 * Text streams as it comes; calls are held back until the turn has its ending, so that nothing of an answer that was cut can run.
 * The ending is a `finishReason`, or a blocked prompt; what comes after it is usage. Throws where there is none.
 */
export async function* readTurn(stream: AsyncIterable<GenerateContentResponse>, { model, turn }: GeminiTurn): AsyncGenerator<TurnEvent> {
  const parts: Part[] = [];
  let reason: TurnEndReason | null = null;
  let token: string | undefined;
  let counted: GenerateContentResponse['usageMetadata'];

  for await (const { candidates, promptFeedback, usageMetadata } of stream) {
    const [candidate] = candidates ?? [];
    counted = usageMetadata ?? counted;
    for (const part of candidate?.content?.parts ?? []) {
      addPart(parts, part);
      const text = visibleText(part);
      if (text !== '') yield { type: 'text-delta', text };
    }
    token = candidate?.continuationToken ?? token;
    if (promptFeedback?.blockReason !== undefined) reason = 'filtered';
    if (candidate?.finishReason !== undefined) reason = toReason(candidate.finishReason);
  }

  // On abort, and when the connection ends early, the loop may simply end.
  if (reason === null) throw new TransportError('cut-off', 'The answer ended before it was complete.', true);
  const calls = reason === 'filtered' ? [] : callsIn(parts, turn);
  for (const call of calls) yield { type: 'tool-call', call };
  const continuation: readonly Continuation[] = reason === 'paused' && calls.length === 0 && token !== undefined ? [{ continuationToken: token }] : [];
  const opaque = parts.some(isMoreThanPlain) || continuation.length > 0 ? { opaque: replayed.write(model, [...parts.map(toReplay), ...continuation]) } : {};
  const isToCall = (reason === 'stop' || reason === 'paused') && calls.length > 0;
  yield { type: 'turn-end', reason: isToCall ? 'tool-calls' : reason, usage: usageOf(model, counted), ...opaque };
}

const filters: ReadonlySet<string> = new Set([
  FinishReason.SAFETY, FinishReason.RECITATION, FinishReason.LANGUAGE, FinishReason.BLOCKLIST, FinishReason.PROHIBITED_CONTENT, FinishReason.SPII,
  FinishReason.IMAGE_SAFETY, FinishReason.IMAGE_PROHIBITED_CONTENT, FinishReason.IMAGE_RECITATION,
]);

/** The model made something that the vendor could not read; another try may go better. */
const accidents: ReadonlySet<string> = new Set([FinishReason.MALFORMED_FUNCTION_CALL, FinishReason.UNEXPECTED_TOOL_CALL, FinishReason.MALFORMED_RESPONSE, FinishReason.OTHER]);

/** Stand-ins for the vendor say so; the vendor itself says STOP. */
const callFinish = 'FUNCTION_CALL';

function toReason(finish: string): TurnEndReason {
  if (finish === FinishReason.STOP || finish === callFinish) return 'stop';
  if (finish === FinishReason.MAX_TOKENS) return 'length';
  if (finish === FinishReason.CONTINUATION) return 'paused';
  if (filters.has(finish)) return 'filtered';
  if (accidents.has(finish)) throw new TransportError('malformed', `The model's answer could not be read by the vendor itself (${finish}).`, true);
  throw new TransportError('malformed', `The answer ended for a reason that is not known here: ${JSON.stringify(finish)}.`, false);
}

/** Counts that are zero are left out by the vendor, but only where the others are there. */
function usageOf(model: string, counted: GenerateContentResponse['usageMetadata']) {
  const { promptTokenCount, toolUsePromptTokenCount, candidatesTokenCount, thoughtsTokenCount, totalTokenCount, cachedContentTokenCount } = counted ?? {};
  const isCounted = promptTokenCount !== undefined && (candidatesTokenCount !== undefined || thoughtsTokenCount !== undefined || totalTokenCount !== undefined);
  if (!isCounted) return toUsage(`gemini/${model}`, { input: promptTokenCount, output: candidatesTokenCount });
  return toUsage(`gemini/${model}`, { input: promptTokenCount + (toolUsePromptTokenCount ?? 0), output: (candidatesTokenCount ?? 0) + (thoughtsTokenCount ?? 0), cacheRead: cachedContentTokenCount ?? 0 });
}
