import { err, ok, type Result } from '../base/result.ts';

export type Encoding = 'utf-8' | 'utf-8-bom' | 'utf-16le' | 'utf-16be';

/** A file's text, and how it was written down: writing it back unchanged gives the same bytes. */
export interface TextFile {
  readonly text: string;
  readonly encoding: Encoding;
}

/** The encoding by its mark, UTF-8 without one. The error says why the bytes are not text. */
export function decodeText(bytes: Uint8Array): Result<TextFile, string> {
  const { encoding, start } = markOf(bytes);
  const body = bytes.subarray(start);
  if (encoding.startsWith('utf-16')) return decodeUtf16(body, encoding);
  if (body.includes(0)) return err('is a binary file (it holds zero bytes).');
  try {
    return ok({ text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body), encoding });
  } catch {
    return err('is not valid UTF-8 text (nor UTF-16 with a byte order mark).');
  }
}

/** The text as UTF-8 even where some bytes are not, with U+FFFD in their place. For looking only. */
export function decodeLossy(bytes: Uint8Array): string {
  return new TextDecoder('utf-8').decode(bytes);
}

export function encodeText({ text, encoding }: TextFile): Uint8Array {
  switch (encoding) {
    case 'utf-8':
      return Buffer.from(text, 'utf8');
    case 'utf-8-bom':
      return Buffer.from(`\ufeff${text}`, 'utf8');
    case 'utf-16le':
      return Buffer.from(`\ufeff${text}`, 'utf16le');
    case 'utf-16be':
      return Buffer.from(`\ufeff${text}`, 'utf16le').swap16();
  }
}

/** `\r\n` where most lines end that way, otherwise `\n`. */
export function lineEndingOf(text: string): '\n' | '\r\n' {
  const all = text.split('\n').length - 1;
  const crlf = text.split('\r\n').length - 1;
  return crlf > all / 2 ? '\r\n' : '\n';
}

export function withLineEnding(text: string, ending: '\n' | '\r\n'): string {
  return ending === '\n' ? text : text.replace(/\r?\n/g, '\r\n');
}

function markOf(bytes: Uint8Array): { readonly encoding: Encoding; readonly start: number } {
  const [first, second, third] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf) return { encoding: 'utf-8-bom', start: 3 };
  if (first === 0xff && second === 0xfe) return { encoding: 'utf-16le', start: 2 };
  if (first === 0xfe && second === 0xff) return { encoding: 'utf-16be', start: 2 };
  return { encoding: 'utf-8', start: 0 };
}

function decodeUtf16(body: Uint8Array, encoding: Encoding): Result<TextFile, string> {
  if (body.length % 2 !== 0) return err('is not valid UTF-16 text (half a character at its end).');
  const little = encoding === 'utf-16le' ? Buffer.from(body) : Buffer.from(body).swap16();
  const text = little.toString('utf16le');
  return /\p{Surrogate}/u.test(text) ? err('is not valid UTF-16 text (half a surrogate pair).') : ok({ text, encoding });
}
