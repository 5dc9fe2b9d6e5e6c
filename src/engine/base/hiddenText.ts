/** Tag characters and the second range of variation selectors: they carry whole messages unseen. */
const tags = /(?:[\u{e0000}-\u{e007f}]|[\u{e0100}-\u{e01ef}])+/gu;
/**
 * Controls (but not tab and newline), soft hyphen, fillers, zero-width, bidirectional, separators, selectors, halves of a pair.
 * Not hidden: the joiner between two pictographs, and one selector after something visible.
 */
const joiner = '(?<=\\p{Extended_Pictographic}[\\u{1f3fb}-\\u{1f3ff}\\ufe0f]?)\\u200d(?=\\p{Extended_Pictographic})';
const selector = '(?<=[^\\ufe00-\\ufe0f\\s])[\\ufe0e\\ufe0f](?![\\ufe00-\\ufe0f])';
const invisible = '[\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f\\u00ad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff9-\\ufffb]';
const hidden = new RegExp(`(${joiner}|${selector})|(${invisible}|\\p{Surrogate})\\2*`, 'gu');

/**
 * Shows every character that a reader, model or person, would not see: controls, bidirectional and zero-width characters as
 * `⟨U+202E⟩`, runs of invisible tag characters as their count, halves of a surrogate pair as U+FFFD. Tabs and newlines stay.
 */
export function revealHidden(text: string): string {
  return text
    .replace(tags, (run) => `⟨${Array.from(run).length} invisible tag characters⟩`)
    .replace(hidden, (run, emoji: string | undefined) => emoji ?? nameOf(run));
}

/** The code point, and how often where it repeats. */
function nameOf(run: string): string {
  const code = run.codePointAt(0) ?? 0;
  if (code >= 0xd800 && code <= 0xdfff) return '\ufffd';
  return `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}${run.length === 1 ? '' : ` ×${run.length}`}⟩`;
}
