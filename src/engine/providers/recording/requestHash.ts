import { createHash } from 'node:crypto';
import type { Redaction } from '../../base/redaction.ts';
import { canonicalJson } from '../../model/canonicalJson.ts';
import type { Json } from '../../model/json.ts';
import type { ToolMessage } from '../../model/message.ts';
import type { TurnRequest } from '../../ports/languageModel.ts';

/** Of what stays the same when the same work is done again: everything but the seed and what tools answered. */
export function positionHash(request: TurnRequest, redaction: Redaction): string {
  return requestHash({ ...request, messages: request.messages.map((message) => (message.role === 'tool' ? withoutAnswer(message) : message)) }, redaction);
}

function withoutAnswer({ role, callId, name, isError }: ToolMessage): ToolMessage {
  return { role, callId, name, output: '', isError };
}

/** Of what the model reads, without the seed and without secrets; the order of keys does not matter. */
export function requestHash({ system, messages, tools, maxOutputTokens }: TurnRequest, redaction: Redaction): string {
  const text = JSON.stringify({ system, messages, tools, maxOutputTokens });
  return createHash('sha256').update(redaction.all(canonicalJson(JSON.parse(text) as Json))).digest('hex');
}
