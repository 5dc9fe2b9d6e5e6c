import { type ImageRef, imageTokens } from '../model/image.ts';
import type { Message, ToolMessage } from '../model/message.ts';
import type { LanguageModel, TurnRequest } from '../ports/languageModel.ts';

/** What of a conversation is sent, so that it fits the model's window. The conversation itself, and what is stored of it, stays whole. */
export interface ContextWindow {
  /** System, task, contract, every turn and the latest results word for word; older results in short where they were shortened (SPEC R7). */
  view(): readonly Message[];
  /** What to shorten before the next request; nothing while there is room, or where the window is not known. The vendor is asked to count only where the estimate leaves a doubt. */
  due(signal: AbortSignal): Promise<Due>;
  /** The results to shorten after the vendor refused a request as too long. */
  overflow(): readonly number[];
  /** Old results whose images are too many together, for any vendor. */
  manyImages(): readonly number[];
  /** All messages that are sent with images or with signed reasoning. */
  refusable(): readonly number[];
  /** See `TurnRequest.unbound`. */
  unbound(): ReadonlySet<number>;
  shorten(places: readonly number[]): void;
  /** How many tokens the vendor counted in the last request; `null` where it does not say. */
  learn(inputTokens: number | null): void;
}

export interface Due {
  /** Places, in the conversation, of the results to shorten. */
  readonly places: readonly number[];
  /** Tokens of the request as it is now, where the vendor counted them. */
  readonly counted?: number;
}

export interface ContextWindowOptions {
  readonly request: Omit<TurnRequest, 'messages'>;
  /** Grows from outside. */
  readonly messages: readonly Message[];
  /** See `AgentJob.compacted`. */
  readonly compacted: Map<number, number>;
  readonly model: Pick<LanguageModel, 'contextTokens' | 'countTokens'>;
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
/** By how much the truth may exceed it. */
const doubt = 0.25;

/** Of one request. Vendors take 100 and more, in requests of 20 MB and more; beyond 20 they take smaller ones only. */
const mostImages = 20;
const mostImageBytes = 16_000_000;

interface Known {
  /** By the vendor's count. */
  readonly tokens: number;
  /** So many messages are in it; system and tools too, unless there are none. */
  readonly messages: number;
}

const nothingKnown: Known = { tokens: 0, messages: 0 };

export function contextWindow({ request, messages, compacted, model }: ContextWindowOptions): ContextWindow {
  let known = nothingKnown;
  let doesCount = true;

  const old = (kept: number): readonly number[] => oldResults(messages, kept).filter((place) => !compacted.has(place));
  const shown = (): readonly number[] => messages.flatMap((message, index) => (imagesIn(message).length > 0 && !compacted.has(index) ? [index] : []));
  const unbound = (): ReadonlySet<number> => new Set(messages.flatMap((message, index) => (hasReasoning(message) && [...compacted].some(([place, count]) => place < index && index < count) ? [index] : [])));
  const view = (): readonly Message[] => messages.map((message, index) => (compacted.has(index) ? inShort(message) : message));
  return {
    view,
    async due(signal) {
      const { contextTokens } = model;
      const places = contextTokens === undefined ? [] : old(keptTurns);
      if (contextTokens === undefined || places.length === 0) return { places: [] };
      const room = contextTokens * fullShare - request.maxOutputTokens;
      const estimate = (known.messages === 0 ? tokensIn([request.system, request.tools]) : 0) + tokensIn(view().slice(known.messages)) + view().slice(known.messages).flatMap(imagesIn).length * imageTokens.likely;
      if (known.tokens + estimate * (1 + doubt) <= room) return { places: [] };
      const tokens = doesCount ? ((await model.countTokens?.({ ...request, messages: view(), unbound: unbound() }, signal)) ?? null) : null;
      doesCount = tokens !== null;
      if (tokens === null) return { places: known.tokens + estimate > room ? places : [] };
      known = { tokens, messages: messages.length };
      return tokens > room ? { places, counted: tokens } : { places: [] };
    },
    overflow: () => (old(1).length > 0 ? old(1) : shown()),
    manyImages: () => oldestImages(messages, shown()),
    refusable: () => messages.flatMap((message, index) => ((imagesIn(message).length > 0 || hasReasoning(message)) && !compacted.has(index) ? [index] : [])),
    unbound,
    shorten(places) {
      for (const place of places) compacted.set(place, messages.length);
      known = nothingKnown;
    },
    learn(tokens) {
      if (tokens !== null) known = { tokens, messages: messages.length };
    },
  };
}

function inShort(message: Message): Message {
  if (message.role === 'tool') return resultInShort(message);
  if (message.role === 'user') return message;
  const { opaque: _, ...said } = message;
  return said;
}

function resultInShort({ images = [], ...message }: ToolMessage): ToolMessage {
  const text = message.output.length > shortCharacters ? beginningOf(message) : message.output;
  return { ...message, output: images.length === 0 ? text : `${text}\n[Its image is not shown any more.]` };
}

function beginningOf({ name, output }: ToolMessage): string {
  return `[This result of ${name} was shown to you before: ${output.length} characters. It begins as below; call the tool again where you need the rest.]\n${output.slice(0, headCharacters)}…`;
}

function hasReasoning(message: Message): boolean {
  return message.role === 'assistant' && message.opaque !== undefined;
}

function imagesIn(message: Message): readonly ImageRef[] {
  return message.role === 'tool' ? (message.images ?? []) : [];
}

/** Where there are too many, so many of the oldest that it does not come to this again at the next one. */
function oldestImages(messages: readonly Message[], places: readonly number[]): readonly number[] {
  const amountOf = (chosen: readonly number[]): number => {
    const refs = chosen.flatMap((place) => messages.slice(place, place + 1).flatMap(imagesIn));
    return Math.max(refs.length / mostImages, refs.reduce((sum, { content }) => sum + content.bytes, 0) / mostImageBytes);
  };
  if (amountOf(places) <= 1) return [];
  const kept = places.findIndex((_, index) => amountOf(places.slice(index)) <= 0.5);
  return places.slice(0, kept === -1 ? places.length - 1 : Math.min(kept, places.length - 1));
}

/** Long tool results, and those with images, before the last turns. */
function oldResults(messages: readonly Message[], keptLast: number): readonly number[] {
  const turns = messages.flatMap(({ role }, index) => (role === 'assistant' ? [index] : []));
  const boundary = turns.at(-keptLast) ?? 0;
  return messages.flatMap((message, index) => (index < boundary && message.role === 'tool' && (message.output.length > shortCharacters || imagesIn(message).length > 0) ? [index] : []));
}

function tokensIn(value: unknown): number {
  return Math.ceil(Buffer.byteLength(JSON.stringify(value)) / bytesPerToken);
}
