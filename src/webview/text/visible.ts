/**
 * Characters that a person cannot see but that change what is read: controls other than tab and newline, bidirectional
 * overrides, zero-width marks (joiners that scripts and emoji need are kept), and the invisible tag letters.
 */
const hidden = /(?![\t\n])\p{Cc}|[\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu;

/** The text with hidden characters shown as their code point. Carriage returns of line endings are dropped. */
export function toVisible(text: string): string {
  return text.replaceAll('\r\n', '\n').replace(hidden, (character) => `⟨U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`);
}

/** The same value with every text in it made visible; keys are left alone. */
export function withVisibleTexts<T>(value: T): T;
export function withVisibleTexts(value: unknown): unknown {
  if (typeof value === 'string') return toVisible(value);
  if (Array.isArray(value)) return value.map((item: unknown) => withVisibleTexts(item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withVisibleTexts(item)]));
}
