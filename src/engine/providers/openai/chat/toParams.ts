import type { OpenAI } from 'openai';
import type { ImageMediaType } from '../../../model/image.ts';
import type { AssistantMessage, Message, ModelToolCall } from '../../../model/message.ts';
import type { ToolSpec, TurnRequest } from '../../../ports/languageModel.ts';
import { isJsonObject } from '../../jsonShape.ts';
import { resultsFirst } from '../../conversation.ts';
import { resultContent } from '../../resultContent.ts';
import { compatible } from '../../schemaLowering/dialect.ts';
import { lower } from '../../schemaLowering/lower.ts';
import { reasoningFields } from './reasoning.ts';

/** The protocol has only texts as results. */
const noImages: ReadonlySet<ImageMediaType> = new Set();

type ChatMessage = OpenAI.ChatCompletionMessageParam;

/** Only what compatible servers commonly understand: no `developer` role, `max_tokens` by its old name, no strict tools (servers differ in what they make of them). */
export function toParams(model: string, request: TurnRequest): OpenAI.ChatCompletionCreateParamsStreaming {
  return {
    model,
    stream: true,
    stream_options: { include_usage: true },
    max_tokens: request.maxOutputTokens,
    ...(request.tools.length === 0 ? {} : { tools: request.tools.map(toTool) }),
    messages: [...toSystem(request.system), ...toMessages(model, request.messages)],
  };
}

function toTool({ name, description, inputSchema }: ToolSpec): OpenAI.ChatCompletionFunctionTool {
  const { schema, note } = lower(inputSchema, compatible);
  return { type: 'function', function: { name, description: description + note, parameters: schema } };
}

function toSystem(system: string): readonly ChatMessage[] {
  return system.trim() === '' ? [] : [{ role: 'system', content: system }];
}

/** Neighbours of a person's become one message: many local models' templates want turns to alternate. */
function toMessages(model: string, messages: readonly Message[]): readonly ChatMessage[] {
  const merged: ChatMessage[] = [];
  for (const message of resultsFirst(messages).flatMap((one) => toMessage(model, one))) {
    const last = merged.at(-1);
    if (last?.role === 'user' && message.role === 'user') merged[merged.length - 1] = { role: 'user', content: `${textOf(last)}\n\n${textOf(message)}` };
    else merged.push(message);
  }
  return merged;
}

function textOf({ content }: OpenAI.ChatCompletionUserMessageParam): string {
  return typeof content === 'string' ? content : '';
}

function toMessage(model: string, message: Message): readonly ChatMessage[] {
  switch (message.role) {
    case 'user':
      return message.text.trim() === '' ? [] : [{ role: 'user', content: message.text }];
    case 'assistant':
      return toAssistant(model, message);
    case 'tool':
      return [{ role: 'tool', tool_call_id: message.callId, content: resultContent(message, {}, noImages).text }];
  }
}

/** Reasoning goes back with the calls it led to, to the model it came from; after a plain answer it has done its work. */
function toAssistant(model: string, { text, calls, opaque }: AssistantMessage): readonly ChatMessage[] {
  if (calls.length === 0) return text.trim() === '' ? [] : [{ role: 'assistant', content: text }];
  const [reasoning] = reasoningFields.read(opaque, model) ?? [];
  return [{ role: 'assistant', content: text.trim() === '' ? null : text, ...reasoning, tool_calls: calls.map(toToolCall) }];
}

function toToolCall({ id, name, input }: ModelToolCall): OpenAI.ChatCompletionMessageFunctionToolCall {
  return { id, type: 'function', function: { name, arguments: JSON.stringify(isJsonObject(input) ? input : {}) } };
}
