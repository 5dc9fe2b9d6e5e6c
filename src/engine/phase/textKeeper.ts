import type { Redaction } from '../base/redaction.ts';
import { type ContentRef, inlineTextLimit } from '../model/content.ts';
import type { Ids } from '../ports/ids.ts';
import type { StoredText } from '../ports/store.ts';

/** Turns texts into references, and collects the texts that the store must keep with the facts that mention them. */
export interface TextKeeper {
  /** Without the keys of this host. */
  keep(text: string): ContentRef;
  /** Word for word, under the hash it has. */
  keepAsIs(stored: StoredText): void;
  /** The texts kept since the last call. */
  take(): readonly StoredText[];
}

const previewLength = 400;

export function textKeeper({ ids, redaction }: { readonly ids: Ids; readonly redaction: Redaction }): TextKeeper {
  let texts: StoredText[] = [];
  return {
    keep(original) {
      const text = redaction.keys(original);
      if (text.length <= inlineTextLimit) return { text };
      const hash = ids.hash(text);
      texts.push({ hash, text });
      return { hash, bytes: Buffer.byteLength(text), preview: text.slice(0, previewLength) };
    },
    keepAsIs: (stored) => void texts.push(stored),
    take() {
      const taken = texts;
      texts = [];
      return taken;
    },
  };
}
