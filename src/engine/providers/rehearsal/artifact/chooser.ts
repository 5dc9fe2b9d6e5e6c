import type { Chooser } from './pattern.ts';

/** A fixed sequence of choices for a seed (mulberry32): the same seed always chooses the same. */
export function seededChooser(seed: number, stretch: number): Chooser {
  let state = seed >>> 0;
  return {
    stretch,
    pick(count) {
      state = (state + 0x6d2b79f5) >>> 0;
      let mixed = Math.imul(state ^ (state >>> 15), state | 1);
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
      return count <= 0 ? 0 : ((mixed ^ (mixed >>> 14)) >>> 0) % count;
    },
  };
}

/** A number for a text, the same on every machine (FNV-1a). */
export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash >>> 0;
}
