const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** A text that grows without end and keeps its beginning and its end. */
export interface MiddleCut {
  add(text: string): void;
  /** UTF-8 bytes of everything added. */
  readonly totalBytes: number;
  readonly isTruncated: boolean;
  /** What is kept, with a line that says how much is missing where it was dropped. */
  toString(): string;
}

/** Keeps at most `limitBytes` of UTF-8, half from each side. Adding is constant time per byte; memory stays below twice the limit. */
export function middleCut(limitBytes: number): MiddleCut {
  const half = Math.floor(limitBytes / 2);
  let head = '';
  let headBytes = 0;
  let tail: { readonly text: string; readonly bytes: number }[] = [];
  let tailBytes = 0;
  let totalBytes = 0;

  function trim(): void {
    if (tailBytes <= 2 * half) return;
    const text = endOf(tail.map((piece) => piece.text).join(''), half);
    tailBytes = encoder.encode(text).length;
    tail = [{ text, bytes: tailBytes }];
  }

  return {
    add(text) {
      const bytes = encoder.encode(text).length;
      totalBytes += bytes;
      const room = tail.length === 0 ? half - headBytes : 0;
      const start = bytes <= room ? text : startOf(text, room);
      head += start;
      const startBytes = bytes <= room ? bytes : encoder.encode(start).length;
      headBytes += startBytes;
      if (start.length < text.length) {
        tail.push({ text: text.slice(start.length), bytes: bytes - startBytes });
        tailBytes += bytes - startBytes;
      }
      trim();
    },
    get totalBytes() {
      return totalBytes;
    },
    get isTruncated() {
      return totalBytes > 2 * half;
    },
    toString() {
      const rest = tail.map((piece) => piece.text).join('');
      if (totalBytes <= 2 * half) return head + rest;
      const end = endOf(rest, half);
      return `${head}\n… ${totalBytes - headBytes - encoder.encode(end).length} bytes left out …\n${end}`;
    },
  };
}

/** A text within the limit, cut in the middle if need be. */
export function cutMiddle(text: string, limitBytes: number): { readonly text: string; readonly isCut: boolean } {
  const cut = middleCut(limitBytes);
  cut.add(text);
  return { text: cut.toString(), isCut: cut.isTruncated };
}

/** The longest beginning of at most `limitBytes` that ends between two characters. */
function startOf(text: string, limitBytes: number): string {
  if (limitBytes <= 0) return '';
  const target = new Uint8Array(Math.min(limitBytes, 3 * text.length));
  const { read } = encoder.encodeInto(text, target);
  return text.slice(0, read);
}

/** The longest end of at most `limitBytes` that begins between two characters. */
function endOf(text: string, limitBytes: number): string {
  const bytes = encoder.encode(text);
  let start = Math.max(0, bytes.length - limitBytes);
  while (start < bytes.length && ((bytes[start] ?? 0) & 0xc0) === 0x80) start += 1;
  return decoder.decode(bytes.subarray(start));
}
