import { imageTokens } from '../model/image.ts';
import type { Message } from '../model/message.ts';
import type { Usage } from '../model/usage.ts';
import type { LanguageModel, TurnRequest } from '../ports/languageModel.ts';

/** What a call uses at worst; `usd` is `null` where the price of the model is unknown. */
export interface WorstCase {
  readonly tokens: number;
  readonly usd: number | null;
}

/** Learns from each answer how large the conversation really is, so that later estimates are closer. */
export interface WorstCases {
  of(model: LanguageModel, request: TurnRequest): WorstCase;
  learn(request: TurnRequest, usage: Usage): void;
}

/** Bytes of JSON that make at least one token: dense ones (digits, punctuation, Base64) come near two, prose and code have three to four. */
const bytesPerToken = 2;

/** The worst cases of one conversation's calls. */
export function worstCases(): WorstCases {
  const sizes = new WeakMap<object, number>();
  let known: { readonly messages: number; readonly tokens: number } | null = null;
  const sizeOf = (value: object): number => {
    const size = sizes.get(value) ?? tokensIn(JSON.stringify(value));
    sizes.set(value, size);
    return size;
  };
  const imagesOf = (message: Message): number => (message.role === 'tool' ? (message.images?.length ?? 0) : 0) * imageTokens.most;
  const sizesOf = (messages: readonly Message[]): number => messages.reduce((sum, message) => sum + sizeOf(message) + imagesOf(message), 0);
  const inputOf = ({ system, tools, messages }: TurnRequest): number =>
    known && known.messages <= messages.length
      ? known.tokens + sizesOf(messages.slice(known.messages))
      : tokensIn(system) + sizeOf(tools) + sizesOf(messages);

  return {
    of(model, request) {
      const input = inputOf(request);
      const output = request.maxOutputTokens;
      return { tokens: input + output, usd: model.worstCostUsd?.({ input, output }) ?? null };
    },
    learn({ messages }, { inputTokens }) {
      if (inputTokens !== null) known = { messages: messages.length, tokens: inputTokens };
    },
  };
}

function tokensIn(text: string): number {
  return Math.ceil(Buffer.byteLength(text) / bytesPerToken);
}
