import type { ImageMediaType } from '../model/image.ts';

const all: ReadonlySet<ImageMediaType> = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);
const none: ReadonlySet<ImageMediaType> = new Set();

/**
 * What models can be shown in a tool's result, by how their names begin; whoever is not named is told in words. Sources: platform.claude.com
 * "Vision", developers.openai.com "Images and vision", ai.google.dev "Image understanding" (no GIF).
 */
const types: readonly (readonly [pattern: RegExp, types: ReadonlySet<ImageMediaType>])[] = [
  [/^anthropic\/claude-/, all],
  [/^openai\/(?:gpt-(?:4o|4\.1|4\.5|[5-9]|\d\d)|chatgpt-4o|o1(?!-(?:mini|preview))|o3(?!-mini)|o4)/, all],
  [/^gemini\/gemini-(?:[2-9]|\d\d)/, new Set(['image/png', 'image/jpeg', 'image/webp'])],
];

/** Of `provider/model`. */
export function imageTypesOf(reference: string): ReadonlySet<ImageMediaType> {
  return types.find(([pattern]) => pattern.test(reference))?.[1] ?? none;
}
