import type { Content, CountTokensParameters, FunctionDeclaration, GenerateContentParameters, Part } from '@google/genai';
import type { AssistantMessage, Message, ModelToolCall, ToolMessage } from '../../model/message.ts';
import type { ToolSpec, TurnRequest } from '../../ports/languageModel.ts';
import { resultsFirst } from '../conversation.ts';
import { imageTypesOf } from '../imageTypes.ts';
import { isJsonObject } from '../jsonShape.ts';
import { resultContent, type ResultContent } from '../resultContent.ts';
import { gemini } from '../schemaLowering/dialect.ts';
import { lower } from '../schemaLowering/lower.ts';
import type { Exchange } from '../vendorModel.ts';
import { isContinuation, isMadeHere, replayed, type Continuation } from './contentParts.ts';

/** The SDK would otherwise run tools itself and send further, billed requests. */
const nothingByItself = { automaticFunctionCalling: { disable: true }, automaticContinuation: false };

/** An answer that the vendor paused is asked for again as it was, with the token it gave: the unfinished part is not sent. */
export function toParams(model: string, request: TurnRequest, { fetch, signal }: Exchange): GenerateContentParameters {
  const continuationToken = continuationIn(model, request.messages.at(-1));
  const messages = continuationToken === undefined ? request.messages : request.messages.slice(0, -1);
  return {
    model,
    contents: toContents(model, { ...request, messages }),
    config: {
      ...nothingByItself,
      ...(request.system.trim() === '' ? {} : { systemInstruction: request.system }),
      ...(request.tools.length === 0 ? {} : { tools: [{ functionDeclarations: request.tools.map(toDeclaration) }] }),
      ...(continuationToken === undefined ? {} : { continuationToken }),
      maxOutputTokens: request.maxOutputTokens,
      abortSignal: signal,
      httpOptions: { fetch },
    },
  };
}

/** The SDK counts contents only: what stands before them is counted as text. */
export function toCountParams(model: string, request: TurnRequest, { fetch, signal }: Exchange): CountTokensParameters {
  const { system, tools } = request;
  const before: Content = { role: 'user', parts: [{ text: `${system}\n${tools.length === 0 ? '' : JSON.stringify(tools.map(toDeclaration))}` }] };
  return { model, contents: [before, ...toContents(model, request)], config: { abortSignal: signal, httpOptions: { fetch } } };
}

function continuationIn(model: string, last: Message | undefined): string | undefined {
  return last?.role === 'assistant' ? itemsOf(model, last)?.find(isContinuation)?.continuationToken : undefined;
}

function itemsOf(model: string, { opaque }: AssistantMessage): readonly (Part | Continuation)[] | null {
  return replayed.read(opaque, model);
}

/** The vendor has no strict tools: its mode `VALIDATED` is for all tools of a request at once, and says of no schema whether it takes it. */
function toDeclaration({ name, description, inputSchema }: ToolSpec): FunctionDeclaration {
  const { schema, note } = lower(inputSchema, gemini);
  return { name, description: description + note, parametersJsonSchema: schema };
}

/** Neighbours with the same role become one: the vendor wants all results of a turn together. */
function toContents(model: string, request: TurnRequest): Content[] {
  const merged: { readonly role: 'user' | 'model'; readonly parts: Part[] }[] = [];
  for (const message of resultsFirst(request.messages)) {
    const role = message.role === 'assistant' ? 'model' : 'user';
    const parts = toParts(model, message, request);
    const last = merged.at(-1);
    if (last?.role === role) last.parts.push(...parts);
    else if (parts.length > 0) merged.push({ role, parts: [...parts] });
  }
  return merged;
}

function toParts(model: string, message: Message, request: TurnRequest): readonly Part[] {
  switch (message.role) {
    case 'user':
      return toText(message.text);
    case 'assistant':
      return toModelParts(model, message);
    case 'tool':
      return toResult(model, message, resultContent(message, request, imageTypesOf(`gemini/${model}`)));
  }
}

/** Signed parts go back verbatim, but only to the model that signed them. */
function toModelParts(model: string, message: AssistantMessage): readonly Part[] {
  const own = itemsOf(model, message)?.filter((item): item is Part => !isContinuation(item));
  return own ?? [...toText(message.text), ...message.calls.map((call, index) => ({ ...toCall(call), ...(index === 0 ? foreignSignature(model) : {}) }))];
}

/** Models from 3 on refuse a step's first call without a signature; this is what the vendor documents for calls that another model made. */
function foreignSignature(model: string): Part {
  return isBefore3(model) ? {} : { thoughtSignature: 'skip_thought_signature_validator' };
}

function toText(text: string): readonly Part[] {
  return text.trim() === '' ? [] : [{ text }];
}

function toCall({ id, name, input }: ModelToolCall): Part {
  return { functionCall: { ...toId(id), name, args: isJsonObject(input) ? { ...input } : {} } };
}

/** Models before 3 take images beside a result, not in it. */
function toResult(model: string, { callId, name, isError }: ToolMessage, { text, images }: ResultContent): readonly Part[] {
  const shown = images.map(({ mediaType, base64 }) => ({ inlineData: { mimeType: mediaType, data: base64 } }));
  const response = { ...toId(callId), name, response: isError ? { error: text } : { output: text } };
  if (shown.length === 0) return [{ functionResponse: response }];
  return isBefore3(model) ? [{ functionResponse: response }, ...shown] : [{ functionResponse: { ...response, parts: shown } }];
}

function isBefore3(model: string): boolean {
  return /^gemini-[12]\b/.test(model);
}

function toId(id: string): { readonly id?: string } {
  return isMadeHere(id) ? {} : { id };
}
