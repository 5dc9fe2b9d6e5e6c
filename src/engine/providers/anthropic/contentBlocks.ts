import type { Anthropic } from '@anthropic-ai/sdk';
import { json } from '../../model/json.ts';
import type { ModelToolCall } from '../../model/message.ts';
import { parseArguments, toModelCall } from '../callArguments.ts';
import { isJsonObject } from '../jsonShape.ts';
import { opaqueContent } from '../opaque.ts';

/** The whole content of an answer that holds signed reasoning. */
export const replayed = opaqueContent<Anthropic.ContentBlockParam>('anthropic');

/** A content block while it grows. */
export type OpenBlock =
  | { readonly type: 'text'; text: string }
  | { readonly type: 'reasoning'; thinking: string; signature: string }
  | { readonly type: 'tool'; readonly id: string; readonly name: string; argumentsText: string; isClosed: boolean }
  | { readonly type: 'other'; readonly block: object };

export function openBlock(block: Anthropic.ContentBlock): OpenBlock {
  if (block.type === 'text') return { type: 'text', text: block.text };
  if (block.type === 'thinking') return { type: 'reasoning', thinking: block.thinking, signature: block.signature };
  if (block.type === 'tool_use') return { type: 'tool', id: block.id, name: block.name, argumentsText: initialArguments(block.input), isClosed: false };
  return { type: 'other', block };
}

/** A server that does not stream arguments sends them whole at the start; the vendor starts with an empty object. */
function initialArguments(input: unknown): string {
  const parsed = json.safeParse(input);
  return parsed.success && isJsonObject(parsed.data) && Object.keys(parsed.data).length > 0 ? JSON.stringify(parsed.data) : '';
}

/** Adds a delta and answers the text a reader sees, if any. Deltas for a block that never started are dropped. */
export function growBlock(block: OpenBlock | undefined, delta: Anthropic.RawContentBlockDelta): string {
  if (block?.type === 'text' && delta.type === 'text_delta') {
    block.text += delta.text;
    return delta.text;
  }
  if (block?.type === 'tool' && delta.type === 'input_json_delta') block.argumentsText += delta.partial_json;
  if (block?.type === 'reasoning' && delta.type === 'thinking_delta') block.thinking += delta.thinking;
  if (block?.type === 'reasoning' && delta.type === 'signature_delta') block.signature += delta.signature;
  return '';
}

export function closeBlock(block: OpenBlock | undefined): void {
  if (block?.type === 'tool') block.isClosed = true;
}

/** A block that never closed was cut off; so was one that had not begun when the limit came. */
export function toCall(block: Extract<OpenBlock, { type: 'tool' }>, isCutOff: boolean): ModelToolCall {
  return toModelCall(block, block.isClosed && !(isCutOff && block.argumentsText === ''));
}

export function isReasoning(block: OpenBlock): boolean {
  return block.type === 'reasoning' || block.type === 'other';
}

/** The block as the vendor wants it back. */
export function toReplay(block: OpenBlock): readonly object[] {
  switch (block.type) {
    case 'text':
      return block.text.trim() === '' ? [] : [{ type: 'text', text: block.text }];
    case 'reasoning':
      return [{ type: 'thinking', thinking: block.thinking, signature: block.signature }];
    case 'tool':
      return [{ type: 'tool_use', id: block.id, name: block.name, input: parseArguments(block.argumentsText) ?? {} }];
    case 'other':
      return [block.block];
  }
}
