import type { ContentHash } from '../model/ids.ts';
import type { ImageRef } from '../model/image.ts';
import type { ToolImage } from '../ports/tool.ts';

/** An image with what is to be stored of it. */
export interface KeptImage {
  readonly ref: ImageRef;
  readonly base64: string;
}

/** The images of one conversation, each held once however often it was shown, and no longer than requests carry it. */
export interface ConversationImages {
  /** Base64 by hash. Changes as the conversation goes on. */
  readonly byHash: ReadonlyMap<ContentHash, string>;
  /** Those of one result. */
  add(images: readonly ToolImage[]): readonly KeptImage[];
}

export interface KnownImages {
  readonly byHash: ReadonlyMap<ContentHash, string>;
  /** What messages refer to that are sent whole. */
  readonly shown: () => ReadonlySet<ContentHash>;
}

export function conversationImages(hash: (text: string) => ContentHash, known: KnownImages): ConversationImages {
  const byHash = new Map(known.byHash);
  const keep = ({ mediaType, base64 }: ToolImage): KeptImage => {
    const name = hash(base64);
    byHash.set(name, base64);
    return { base64, ref: { mediaType, content: { hash: name, bytes: base64.length, preview: '' } } };
  };
  return {
    byHash,
    add(images) {
      if (images.length === 0) return [];
      const shown = known.shown();
      for (const name of byHash.keys()) if (!shown.has(name)) byHash.delete(name);
      return images.map(keep);
    },
  };
}
