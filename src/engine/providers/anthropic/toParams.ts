import type { Anthropic } from '@anthropic-ai/sdk';
import type { JsonSchema } from '../../model/json.ts';
import type { AssistantMessage, Message, ModelToolCall, ToolMessage } from '../../model/message.ts';
import type { ToolSpec, TurnRequest } from '../../ports/languageModel.ts';
import { imageTypesOf } from '../imageTypes.ts';
import { isJsonObject } from '../jsonShape.ts';
import { resultContent, type ResultContent } from '../resultContent.ts';
import { anthropic } from '../schemaLowering/dialect.ts';
import { lower } from '../schemaLowering/lower.ts';
import { bindsReasoning } from './boundReasoning.ts';
import { replayed } from './contentBlocks.ts';
import { strictSchema } from './strictTool.ts';

/**
 * Order is tools, system, conversation: what never changes comes first, so that the vendor's cache serves it. Two marks: after the
 * system text, and (through the top-level mark) after the newest block. `takesStrict`: other servers of this protocol may not know strict tools.
 */
export function toParams(model: string, request: TurnRequest, takesStrict = false): Anthropic.MessageCreateParamsStreaming {
  return {
    model,
    max_tokens: request.maxOutputTokens,
    stream: true,
    cache_control: { type: 'ephemeral' },
    ...(request.tools.length === 0 ? {} : { tools: request.tools.map((tool) => toTool(tool, takesStrict ? strictSchema(tool, model) : null)) }),
    ...(request.system.trim() === '' ? {} : { system: [{ type: 'text', text: request.system, cache_control: { type: 'ephemeral' } }] }),
    messages: toMessages(model, request),
  };
}

/** What of it the vendor counts. */
export function toCountParams(model: string, request: TurnRequest): Anthropic.MessageCountTokensParams {
  const { tools, system, messages } = toParams(model, request);
  return { model, messages, ...(tools && { tools }), ...(system && { system }) };
}

function toTool({ name, description, inputSchema }: ToolSpec, strict: JsonSchema | null): Anthropic.Tool {
  const { schema, note } = lower(strict ?? inputSchema, anthropic);
  const { required, ...rest } = schema;
  return { name, description: description + note, input_schema: { ...rest, ...(Array.isArray(required) ? { required: required.map(String) } : {}) }, ...(strict && { strict: true }) };
}

/** Neighbours with the same role become one message, tool results first: the vendor wants them right after their calls. */
function toMessages(model: string, request: TurnRequest): Anthropic.MessageParam[] {
  const merged: { readonly role: 'user' | 'assistant'; readonly content: Anthropic.ContentBlockParam[] }[] = [];
  for (const [index, message] of request.messages.entries()) {
    const role = message.role === 'assistant' ? 'assistant' : 'user';
    const isUnbound = bindsReasoning(model) && request.unbound?.has(index) === true;
    const content = toContent(model, isUnbound ? withoutReasoning(message) : message, request);
    if (content.length === 0) continue;
    const last = merged.at(-1);
    if (last?.role === role) last.content.push(...content);
    else merged.push({ role, content: [...content] });
  }
  return merged.map(({ role, content }) => ({ role, content: role === 'user' ? resultsFirst(content) : content }));
}

function withoutReasoning(message: Message): Message {
  return message.role === 'assistant' ? { role: message.role, text: message.text, calls: message.calls } : message;
}

function resultsFirst(content: readonly Anthropic.ContentBlockParam[]): Anthropic.ContentBlockParam[] {
  return [...content.filter(({ type }) => type === 'tool_result'), ...content.filter(({ type }) => type !== 'tool_result')];
}

function toContent(model: string, message: Message, request: TurnRequest): readonly Anthropic.ContentBlockParam[] {
  switch (message.role) {
    case 'user':
      return toText(message.text);
    case 'assistant':
      return toAssistantContent(model, message);
    case 'tool':
      return [toToolResult(message, resultContent(message, request, imageTypesOf(`anthropic/${model}`)))];
  }
}

/** Signed reasoning goes back verbatim, but only to the model that signed it. */
function toAssistantContent(model: string, { text, calls, opaque }: AssistantMessage): readonly Anthropic.ContentBlockParam[] {
  return replayed.read(opaque, model) ?? [...toText(text), ...calls.map(toToolUse)];
}

/** The vendor refuses blocks without visible text. */
function toText(text: string): Anthropic.TextBlockParam[] {
  return text.trim() === '' ? [] : [{ type: 'text', text }];
}

function toToolUse({ id, name, input }: ModelToolCall): Anthropic.ToolUseBlockParam {
  return { type: 'tool_use', id, name, input: isJsonObject(input) ? input : {} };
}

function toToolResult({ callId, isError }: ToolMessage, { text, images }: ResultContent): Anthropic.ToolResultBlockParam {
  const shown = images.map(({ mediaType, base64 }): Anthropic.ImageBlockParam => ({ type: 'image', source: { type: 'base64', media_type: mediaType, data: base64 } }));
  return { type: 'tool_result', tool_use_id: callId, content: shown.length === 0 ? text : [{ type: 'text', text }, ...shown], is_error: isError };
}
