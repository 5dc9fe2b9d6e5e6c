import * as z from 'zod';
import { contentHash } from './ids.ts';

/** A text that the store keeps whole under its hash. */
export const storedContent = z.strictObject({ hash: contentHash, bytes: z.number().int().nonnegative(), preview: z.string() });

/**
 * A text that a fact mentions: inline when short, otherwise by its hash with a preview.
 * The store keeps the whole text under the hash.
 */
export const contentRef = z.union([
  z.strictObject({ text: z.string() }),
  storedContent,
]);
export type ContentRef = z.infer<typeof contentRef>;

/** Texts of at most this many UTF-16 code units travel inline. */
export const inlineTextLimit = 2_000;

export function previewOf(ref: ContentRef): string {
  return 'text' in ref ? ref.text : ref.preview;
}
