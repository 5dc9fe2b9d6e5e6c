import { redact } from '../base/redact.ts';

const limitCharacters = 600;
const readCharacters = 50 * limitCharacters;

/** Terminal sequences: CSI, OSC and two-character escapes. */
// oxlint-disable-next-line no-control-regex -- control characters are what this removes
const escapes = /\u001b\[[0-?]*[ -/]*[@-~]|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|\u001b[@-Z\\-_]|\u009b[0-?]*[ -/]*[@-~]/g;
// oxlint-disable-next-line no-control-regex -- control characters are what this removes
const controls = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]|[\u{e0000}-\u{e007f}]/gu;

/**
 * One line about a vendor's error that a person can read: no markup, no control characters, no secrets, at most 600 characters.
 * Secrets go first and last, so that neither markup nor escapes inside a key can save it.
 */
export function toErrorText(raw: string, secrets: readonly string[]): string {
  const text = redact(wholeWords(raw), secrets)
    .replace(/<(script|style|head)\b[\s\S]*?(<\/\1\s*>|$)/gi, ' ')
    .replace(/<[^>]{0,2000}>?/g, ' ')
    .replace(escapes, '')
    .replace(controls, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const safe = redact(text, secrets);
  return safe.length > limitCharacters ? `${safe.slice(0, limitCharacters)}…` : safe;
}

/** Ends between two words, so that no part of a key is left that nothing recognises. */
function wholeWords(text: string): string {
  return text.length > readCharacters ? text.slice(0, readCharacters).replace(/\S+$/, '') : text;
}
