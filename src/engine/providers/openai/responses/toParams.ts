import { createHash } from 'node:crypto';
import type { OpenAI } from 'openai';
import type { AssistantMessage, Message, ModelToolCall } from '../../../model/message.ts';
import type { ToolSpec, TurnRequest } from '../../../ports/languageModel.ts';
import { resultsFirst } from '../../conversation.ts';
import { imageTypesOf } from '../../imageTypes.ts';
import { isJsonObject } from '../../jsonShape.ts';
import { resultContent, type ResultContent } from '../../resultContent.ts';
import { openAI } from '../../schemaLowering/dialect.ts';
import { lower } from '../../schemaLowering/lower.ts';
import { replayed } from './readTurn.ts';

type InputItem = OpenAI.Responses.ResponseInputItem;

/** Nothing is kept at the vendor: the whole conversation goes along, reasoning in its encrypted form. */
export function toParams(model: string, request: TurnRequest): OpenAI.Responses.ResponseCreateParamsStreaming {
  return {
    model,
    stream: true,
    store: false,
    ...(givesEncryptedReasoning(model) ? { include: ['reasoning.encrypted_content'] } : {}),
    max_output_tokens: request.maxOutputTokens,
    prompt_cache_key: cacheKey(request),
    ...(request.system.trim() === '' ? {} : { instructions: request.system }),
    ...(request.tools.length === 0 ? {} : { tools: request.tools.map(toTool) }),
    input: resultsFirst(request.messages).flatMap((message) => toItems(model, message, request)),
  };
}

type CountParams = NonNullable<Parameters<OpenAI['responses']['inputTokens']['count']>[0]>;

/** What of it the vendor counts. */
export function toCountParams(model: string, request: TurnRequest): CountParams {
  const { input, instructions, tools } = toParams(model, request);
  return { model, ...(input !== undefined && { input }), ...(instructions && { instructions }), ...(tools && { tools }) };
}

/** Models that do not reason refuse to be asked for it. */
function givesEncryptedReasoning(model: string): boolean {
  return /^(?:o\d|gpt-(?:[5-9]|\d\d))/.test(model) && !model.includes('-chat');
}

/** Requests that begin alike reach the same cache. */
function cacheKey({ system, tools }: TurnRequest): string {
  return createHash('sha256').update(JSON.stringify([system, tools])).digest('hex').slice(0, 32);
}

function toTool({ name, description, inputSchema }: ToolSpec): OpenAI.Responses.FunctionTool {
  const { schema, note, isStrict } = lower(inputSchema, openAI);
  return { type: 'function', name, description: description + note, parameters: schema, strict: isStrict };
}

function toItems(model: string, message: Message, request: TurnRequest): readonly InputItem[] {
  switch (message.role) {
    case 'user':
      return message.text.trim() === '' ? [] : [{ type: 'message', role: 'user', content: message.text }];
    case 'assistant':
      return toAssistantItems(model, message);
    case 'tool':
      return [{ type: 'function_call_output', call_id: message.callId, output: toOutput(resultContent(message, request, imageTypesOf(`openai/${model}`))) }];
  }
}

function toOutput({ text, images }: ResultContent): string | OpenAI.Responses.ResponseFunctionCallOutputItem[] {
  if (images.length === 0) return text;
  return [{ type: 'input_text', text }, ...images.map(({ mediaType, base64 }) => ({ type: 'input_image' as const, image_url: `data:${mediaType};base64,${base64}`, detail: 'auto' as const }))];
}

/** Items go back verbatim, but only to the model that wrote them. */
function toAssistantItems(model: string, { text, calls, opaque }: AssistantMessage): readonly InputItem[] {
  const said: readonly InputItem[] = text.trim() === '' ? [] : [{ type: 'message', role: 'assistant', content: text }];
  return replayed.read(opaque, model) ?? [...said, ...calls.map(toCallItem)];
}

function toCallItem({ id, name, input }: ModelToolCall): InputItem {
  return { type: 'function_call', call_id: id, name, arguments: JSON.stringify(isJsonObject(input) ? input : {}) };
}
