import type { ContentHash } from '../model/ids.ts';
import type { ImageRef } from '../model/image.ts';
import type { ToolImage } from '../ports/tool.ts';

/** An image with what is to be stored of it. */
export interface KeptImage {
  readonly ref: ImageRef;
  readonly base64: string;
}

/** The images of one conversation, each held once however often it was shown. */
export interface ConversationImages {
  /** Base64 by hash: what requests carry. Grows as the conversation goes on. */
  readonly byHash: ReadonlyMap<ContentHash, string>;
  add(image: ToolImage): KeptImage;
}

export function conversationImages(hash: (text: string) => ContentHash, known: ReadonlyMap<ContentHash, string> = new Map()): ConversationImages {
  const byHash = new Map(known);
  return {
    byHash,
    add({ mediaType, base64 }) {
      const name = hash(base64);
      byHash.set(name, base64);
      return { base64, ref: { mediaType, content: { hash: name, bytes: base64.length, preview: '' } } };
    },
  };
}
