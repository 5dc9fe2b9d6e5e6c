import { hash, randomBytes } from 'node:crypto';
import type { ContentHash } from '../model/ids.ts';
import type { Ids } from '../ports/ids.ts';

/** Crockford's Base32: sorts like the number it writes, and has no letters that look like digits. */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
const timeCharacters = 10;
const randomCharacters = 16;

/** 26 characters: milliseconds since 1970, then 80 random bits. Ids made in one process sort in the order they were made. */
export function nodeIds(now: () => number = Date.now): Ids {
  let lastMs = -1;
  let random: number[] = [];

  return {
    next() {
      const ms = Math.max(now(), lastMs);
      random = ms === lastMs ? increment(random) : [...randomBytes(randomCharacters)].map((byte) => byte & 31);
      lastMs = ms;
      return toBase32(ms) + random.map((digit) => alphabet[digit]).join('');
    },
    hash: (text) => hash('sha256', text) as ContentHash,
  };
}

function increment(digits: readonly number[]): number[] {
  const result = [...digits];
  for (let index = result.length - 1; index >= 0; index -= 1) {
    const digit = ((result[index] ?? 0) + 1) & 31;
    result[index] = digit;
    if (digit !== 0) break;
  }
  return result;
}

function toBase32(value: number): string {
  let text = '';
  for (let rest = value; text.length < timeCharacters; rest = Math.floor(rest / 32)) text = (alphabet[rest % 32] ?? '0') + text;
  return text;
}
