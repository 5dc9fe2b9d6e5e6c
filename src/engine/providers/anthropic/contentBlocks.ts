import type { Anthropic } from '@anthropic-ai/sdk';
import { json, type Json } from '../../model/json.ts';
import type { ModelToolCall } from '../../model/message.ts';
import { isJsonObject } from '../jsonShape.ts';

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

/** A call whose arguments are not an object, or may have been cut off, carries them raw and must not run. */
export function toCall(block: Extract<OpenBlock, { type: 'tool' }>, isCutOff: boolean): ModelToolCall {
  const { id, name, argumentsText } = block;
  const isSuspicious = !block.isClosed || (isCutOff && argumentsText === '');
  const input = isSuspicious ? undefined : parseArguments(argumentsText);
  return input === undefined ? { id, name, input: null, malformed: argumentsText } : { id, name, input };
}

function parseArguments(text: string): Json | undefined {
  if (text.trim() === '') return {};
  try {
    const parsed = json.safeParse(JSON.parse(text));
    return parsed.success && isJsonObject(parsed.data) ? parsed.data : undefined;
  } catch {
    return undefined;
  }
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
