import { opaqueContent } from '../../opaque.ts';

/** Reasoning as servers of this protocol stream it, under names that are no part of the official one. */
export interface ReasoningFields {
  /** DeepSeek, Qwen, older vLLM. */
  reasoning_content?: string;
  /** OpenRouter, Ollama, newer vLLM. */
  reasoning?: string;
  /** OpenRouter: signed or encrypted pieces, wanted back in order and unchanged. */
  reasoning_details?: object[];
}

/** The one item is what an assistant's message carries besides its text and calls. */
export const reasoningFields = opaqueContent<ReasoningFields>('openai-chat');

const textFields = ['reasoning_content', 'reasoning'] as const;

/** Adds what a delta holds, if anything. */
export function growReasoning(fields: ReasoningFields, delta: ReasoningFields): void {
  for (const name of textFields) {
    const text: unknown = delta[name];
    if (typeof text === 'string' && text !== '') fields[name] = (fields[name] ?? '') + text;
  }
  const details: unknown = delta.reasoning_details;
  if (Array.isArray(details)) fields.reasoning_details = [...(fields.reasoning_details ?? []), ...details.filter((detail) => typeof detail === 'object' && detail !== null)];
}
