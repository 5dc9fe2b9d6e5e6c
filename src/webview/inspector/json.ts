export interface JsonToken {
  readonly kind: 'key' | 'string' | 'number' | 'word' | 'mark';
  readonly text: string;
}

const tokens = /("(?:[^"\\]|\\.)*")(\s*:)?|(-?\d[\d.eE+-]*)|\b(true|false|null)\b/g;

/** One line of indented JSON, cut into what an editor would colour. Joined again it is the same line. */
export function tokenizeJson(line: string): JsonToken[] {
  const parts: JsonToken[] = [];
  let end = 0;
  for (const match of line.matchAll(tokens)) {
    if (match.index > end) parts.push({ kind: 'mark', text: line.slice(end, match.index) });
    const [whole, text, colon, number] = match;
    if (text !== undefined) {
      parts.push({ kind: colon === undefined ? 'string' : 'key', text });
      if (colon !== undefined) parts.push({ kind: 'mark', text: colon });
    } else {
      parts.push({ kind: number === undefined ? 'word' : 'number', text: whole });
    }
    end = match.index + whole.length;
  }
  if (end < line.length) parts.push({ kind: 'mark', text: line.slice(end) });
  return parts;
}
