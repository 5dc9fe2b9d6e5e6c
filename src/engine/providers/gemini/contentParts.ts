import type { Part } from '@google/genai';
import type { ModelToolCall } from '../../model/message.ts';
import { toModelCall } from '../callArguments.ts';
import { withOwnIds } from '../callIds.ts';
import { opaqueContent } from '../opaque.ts';

/** What stands among the parts of an answer that the vendor will go on with when it gets this token back. */
export interface Continuation {
  readonly continuationToken: string;
}

/** Parts of an answer that holds signed thoughts, or anything else besides plain text and calls. */
export const replayed = opaqueContent<Part | Continuation>('gemini');

export function isContinuation(item: Part | Continuation): item is Continuation {
  return 'continuationToken' in item;
}

/** Ids that were made here: the vendor knows calls without one by their place. */
const madeHere = 'phasegate-call-';

export function isMadeHere(id: string): boolean {
  return id.startsWith(madeHere);
}

/** Adds a streamed part. Pieces of one text become one again, unless a signature stands between them. */
export function addPart(parts: Part[], part: Part): void {
  if (isPlainText(part) && part.text === '') return;
  const last = parts.at(-1);
  if (last !== undefined && isPlainText(last) && isPlainText(part)) parts[parts.length - 1] = { text: `${last.text ?? ''}${part.text ?? ''}` };
  else parts.push(part);
}

function isPlainText(part: Part): boolean {
  return typeof part.text === 'string' && Object.entries(part).every(([name, value]) => name === 'text' || value === undefined);
}

/** What a reader sees of a part. */
export function visibleText(part: Part): string {
  return part.thought === true ? '' : (part.text ?? '');
}

/** Whether text and calls alone would lose something. */
export function isMoreThanPlain(part: Part): boolean {
  return !isPlainText(part) && (part.functionCall === undefined || part.thoughtSignature !== undefined);
}

/** The part as the vendor takes it back: the SDK refuses what only says that a call would have gone on. */
export function toReplay(part: Part): Part {
  if (part.functionCall === undefined) return part;
  const { id, name, args } = part.functionCall;
  return { ...part, functionCall: { ...(id === undefined ? {} : { id }), ...(name === undefined ? {} : { name }), args: args ?? {} } };
}

/** Calls arrive whole. One that says it would go on never did. */
export function callsIn(parts: readonly Part[], turn: number): readonly ModelToolCall[] {
  const raw = parts.flatMap(({ functionCall }) => (functionCall === undefined ? [] : [{
    id: functionCall.id ?? '',
    name: functionCall.name ?? '',
    argumentsText: JSON.stringify(functionCall.args ?? {}),
    isWhole: functionCall.willContinue !== true,
  }]));
  return withOwnIds(raw, (ordinal) => `${madeHere}${turn}-${ordinal}`).map((call) => toModelCall(call, call.isWhole));
}
