import type { Message, ToolMessage } from '../model/message.ts';
import type { LanguageModel, TurnRequest } from '../ports/languageModel.ts';

/** What of a conversation is sent, so that it fits the model's window. The conversation itself, and what is stored of it, stays whole. */
export interface ContextWindow {
  /** System, task, contract, every turn and the latest results word for word; older results in short where they were shortened (SPEC R7). */
  view(): readonly Message[];
  /** Places, in the conversation, of the results to shorten before the next request; none while there is room, or where the window is not known. */
  due(): readonly number[];
  /** The results to shorten after the vendor refused a request as too long. */
  overflow(): readonly number[];
  shorten(places: readonly number[]): void;
  /** How many tokens the vendor counted in the last request; `null` where it does not say. */
  learn(inputTokens: number | null): void;
}

export interface ContextWindowOptions {
  readonly request: Omit<TurnRequest, 'messages'>;
  /** Grows from outside. */
  readonly messages: readonly Message[];
  /** Places of results that are sent in short; grows. */
  readonly compacted: Set<number>;
  readonly model: Pick<LanguageModel, 'contextTokens'>;
}

/** How much of the window a request and its answer may fill before old results are compacted. */
const fullShare = 0.75;
/** Results of this many latest turns stay whole; after the vendor itself said that it was too much, only the last turn's. */
const keptTurns = 4;
/** A result this short is not worth shortening. */
const shortCharacters = 600;
const headCharacters = 240;
/** Prose and code have three to four bytes in a token: a middle estimate of what the vendor has not counted yet. */
const bytesPerToken = 3.5;

export function contextWindow({ request, messages, compacted, model }: ContextWindowOptions): ContextWindow {
  let counted = { tokens: tokensIn([request.system, request.tools]), messages: 0 };

  const old = (kept: number): readonly number[] => oldResults(messages, kept).filter((place) => !compacted.has(place));
  const view = (): readonly Message[] => messages.map((message, index) => (message.role === 'tool' && compacted.has(index) ? inShort(message) : message));
  return {
    view,
    due() {
      const { contextTokens } = model;
      if (contextTokens === undefined) return [];
      const tokens = counted.tokens + tokensIn(view().slice(counted.messages)) + request.maxOutputTokens;
      return tokens > contextTokens * fullShare ? old(keptTurns) : [];
    },
    overflow: () => old(1),
    shorten(places) {
      for (const place of places) compacted.add(place);
      counted = { tokens: tokensIn([request.system, request.tools]), messages: 0 };
    },
    learn(tokens) {
      if (tokens !== null) counted = { tokens, messages: messages.length };
    },
  };
}

function inShort(message: ToolMessage): ToolMessage {
  const { name, output } = message;
  return { ...message, output: `[This result of ${name} was shown to you before: ${output.length} characters. It begins as below; call the tool again where you need the rest.]\n${output.slice(0, headCharacters)}…` };
}

/** Long tool results before the last turns. */
function oldResults(messages: readonly Message[], keptLast: number): readonly number[] {
  const turns = messages.flatMap(({ role }, index) => (role === 'assistant' ? [index] : []));
  const boundary = turns.at(-keptLast) ?? 0;
  return messages.flatMap((message, index) => (index < boundary && message.role === 'tool' && message.output.length > shortCharacters ? [index] : []));
}

function tokensIn(value: unknown): number {
  return Math.ceil(Buffer.byteLength(JSON.stringify(value)) / bytesPerToken);
}
