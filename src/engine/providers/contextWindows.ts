/**
 * Tokens that a request and its answer may have together, by how a model's name begins. Where models of one name differ, the smallest
 * of them; for OpenAI's, from 5 on, what they take without charging the whole request at a higher rate; for Claude Haiku's
 * not much more. Sources: the vendors' model pages, read in November 2026.
 */
const windows: readonly (readonly [pattern: RegExp, tokens: number])[] = [
  [/^anthropic\/claude-(?!haiku)[a-z]+-(?:[5-9]|\d\d)(?:-|$)/, 1_000_000],
  [/^anthropic\/claude-/, 200_000],
  [/^openai\/gpt-(?:[5-9]|\d\d)/, 272_000],
  [/^openai\/gpt-4\.1/, 1_000_000],
  [/^openai\/(?:gpt-4o|chatgpt-4o)/, 128_000],
  [/^openai\/o[34]/, 200_000],
  [/^gemini\/gemini-(?:2\.5|[3-9])/, 1_000_000],
];

/** Of `provider/model`; `undefined` where nobody knows. */
export function contextTokensOf(reference: string): number | undefined {
  return windows.find(([pattern]) => pattern.test(reference))?.[1];
}
