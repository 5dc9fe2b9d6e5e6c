import { overlap, parsePattern, type PatternItem, type PatternSequence } from './patternSyntax.ts';

/** The longest text that a pattern from a file is matched against. */
const subjectBits = Math.log2(10_000);

/**
 * How many steps matching may take at worst, as a power of two, for a text of 10,000 characters. Each repetition that could as well
 * leave its last character to what follows multiplies the ways to try; so does each position a match may begin at.
 */
export function patternCostBits(source: string): number {
  const isAnchored = source.startsWith('^') && !source.includes('|');
  return Math.max(0, ...parsePattern(source).map((sequence) => costOf(sequence, []))) + (isAnchored ? 0 : subjectBits);
}

/** Whether a text can be matched in several ways, however often. */
export function isLoose(alternatives: readonly PatternSequence[]): boolean {
  return alternatives.some((sequence) => choicesIn(sequence, []) > 0);
}

function costOf(sequence: PatternSequence, follow: readonly string[]): number {
  return choicesIn(sequence, follow) + (scans(sequence, follow) ? subjectBits : 0);
}

/** The ways to try, as a power of two. `follow` is what may come right after the sequence. */
function choicesIn(sequence: PatternSequence, follow: readonly string[]): number {
  return withFollow(sequence, follow).reduce((bits, [item, after]) => bits + choicesOf(item, after), 0);
}

function choicesOf(item: PatternItem, after: readonly string[]): number {
  const { least, most } = item.repetition;
  const own = hasChoice(item, after) ? Math.min(subjectBits, Math.log2(most - least + 1)) : 0;
  if (item.type === 'character') return own;
  // Groups repeated more often that can match a text in two ways are refused before: their rounds have no choice.
  const rounds = most <= 10 ? most : 1;
  return own + rounds * Math.max(0, ...item.alternatives.map((sequence) => choicesIn(sequence, insideOf(item, after))));
}

/** Whether something runs on to an end that is certain: this takes time once for each way to get there. */
function scans(sequence: PatternSequence, follow: readonly string[]): boolean {
  return withFollow(sequence, follow).some(([item, after]) => (item.repetition.most === Infinity && !hasChoice(item, after)) || (item.type === 'group' && item.alternatives.some((inner) => scans(inner, insideOf(item, after)))));
}

function hasChoice(item: PatternItem, after: readonly string[]): boolean {
  const { least, most } = item.repetition;
  return most > least && firstsOf(item).some((first) => after.some((next) => overlap(first, next)));
}

function insideOf(item: PatternItem, after: readonly string[]): readonly string[] {
  return item.repetition.most > 1 ? [...firstsOf(item), ...after] : after;
}

/** Each item with what may come right after it. */
function withFollow(sequence: PatternSequence, follow: readonly string[]): readonly (readonly [PatternItem, readonly string[]])[] {
  let after = follow;
  return sequence.toReversed().map((item) => {
    const pair = [item, after] as const;
    after = canBeEmpty(item) ? [...new Set([...firstsOf(item), ...after])] : firstsOf(item);
    return pair;
  });
}

function canBeEmpty(item: PatternItem): boolean {
  return item.repetition.least === 0 || (item.type === 'group' && item.alternatives.some((sequence) => sequence.every(canBeEmpty)));
}

function firstsOf(item: PatternItem): readonly string[] {
  if (item.type === 'character') return [item.source];
  return [...new Set(item.alternatives.flatMap((sequence) => {
    const end = sequence.findIndex((part) => !canBeEmpty(part));
    return sequence.slice(0, end < 0 ? sequence.length : end + 1).flatMap(firstsOf);
  }))];
}
