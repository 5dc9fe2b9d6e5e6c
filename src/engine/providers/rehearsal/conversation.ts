import type { Json, JsonObject } from '../../model/json.ts';
import type { AssistantMessage, Message } from '../../model/message.ts';
import { submitArtifactTool } from '../../model/toolName.ts';
import type { TurnRequest } from '../../ports/languageModel.ts';
import { isJsonObject } from '../jsonShape.ts';

/** A call of this conversation with its answer, if it has one yet. */
export interface Exchange {
  readonly name: string;
  readonly input: JsonObject;
  readonly output: string;
  readonly isError: boolean;
  /** One-based number of the assistant's turn that made the call. */
  readonly turn: number;
}

export interface Conversation {
  /** The task without its input artifacts. */
  readonly prompt: string;
  /** Input artifacts by phase. */
  readonly upstream: Readonly<Record<string, Json>>;
  readonly exchanges: readonly Exchange[];
  /** What a person wrote after the task. */
  readonly steering: readonly string[];
  /** Assistant turns so far. */
  readonly turns: number;
}

export function readConversation({ messages }: TurnRequest): Conversation {
  const [opening = '', ...steering] = messages.flatMap((message) => (message.role === 'user' ? [message.text] : []));
  const { text, artifacts } = takeArtifacts(opening);
  const assistants = messages.filter((message): message is AssistantMessage => message.role === 'assistant');
  return { prompt: text, upstream: artifacts, exchanges: toExchanges(messages), steering, turns: assistants.length };
}

function toExchanges(messages: readonly Message[]): readonly Exchange[] {
  const exchanges: Exchange[] = [];
  let turn = 0;
  messages.forEach((message, at) => {
    if (message.role !== 'assistant') return;
    turn += 1;
    for (const call of message.calls) {
      const answer = messages.slice(at + 1).find((later) => later.role === 'tool' && later.callId === call.id);
      if (answer?.role === 'tool') exchanges.push({ name: call.name, input: isJsonObject(call.input) ? call.input : {}, output: answer.output, isError: answer.isError, turn });
    }
  });
  return exchanges;
}

const artifactBlock = /<artifact\b[^>]*?phase="([^"]*)"[^>]*>\s*([\s\S]*?)\s*<\/artifact>/g;

function takeArtifacts(text: string): { readonly text: string; readonly artifacts: Readonly<Record<string, Json>> } {
  const artifacts: Record<string, Json> = {};
  for (const [, phase = '', body = ''] of text.matchAll(artifactBlock)) {
    const data = parseJson(body);
    if (data !== undefined) artifacts[phase] = data;
  }
  return { text: text.replace(artifactBlock, '').trim(), artifacts };
}

function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

export function callsOf(conversation: Conversation, ...names: readonly string[]): readonly Exchange[] {
  return conversation.exchanges.filter(({ name }) => names.includes(name));
}

/** What was wrong with the artifacts offered so far. */
export function rejectionsOf(conversation: Conversation): readonly string[] {
  return callsOf(conversation, submitArtifactTool).filter(({ isError }) => isError).map(({ output }) => output);
}
