import { isLoose, patternCostBits } from './patternCost.ts';
import { overlap, parsePattern, type PatternItem, type PatternSequence } from './patternSyntax.ts';

/** About a second of matching. */
const mostBits = 29;

/**
 * Why a regular expression from a file must not be used, or `undefined`. Besides broken ones it refuses those that can take very long:
 * a repetition around something that can match the same text in two ways, and many repetitions beside each other that can.
 */
export function patternProblem(source: string): string | undefined {
  if (source.length > 1_000) return 'is longer than 1,000 characters';
  try {
    new RegExp(source, 'u');
  } catch (error) {
    return `is not a valid regular expression: ${error instanceof Error ? error.message.replace(/^.*: /, '') : 'unknown reason'}`;
  }
  if (parsePattern(source).some(isRisky)) return 'repeats something that can match the same text in two ways, so that matching may never end; separate the repetitions, as in a+(-a+)*';
  return patternCostBits(source) > mostBits ? 'has several repetitions that can match the same text, so that matching may take very long; begin it with ^, or put something between them that none of them matches' : undefined;
}

function isRisky(sequence: PatternSequence): boolean {
  return sequence.some((item) => item.type === 'group' && ((isMany(item) && isAmbiguous(item.alternatives)) || item.alternatives.some(isRisky)));
}

function isMany({ repetition: { least, most } }: PatternItem): boolean {
  return most === Infinity || least > 10 || (most > least && most > 10);
}

/** Whether repeating this lets one text be matched in several ways. */
function isAmbiguous(alternatives: readonly PatternSequence[]): boolean {
  const starts = alternatives.map(startOf);
  if (starts.some((start, index) => starts.slice(index + 1).some((other) => start !== null && other !== null && overlap(start, other)))) return true;
  if (isLoose(alternatives)) return true;
  const varying = alternatives.flatMap(varyingIn);
  if (varying.length === 0) return false;
  return alternatives.length > 1 || !separatorsIn(alternatives[0] ?? []).some((separator) => varying.every((atom) => !overlap(atom, separator)));
}

/** What an alternative begins with; `null` where it is empty. */
function startOf([first]: PatternSequence): string | null {
  return first === undefined ? null : first.type === 'character' ? first.source : '[^]';
}

/** Atoms of which there may be more or fewer, with everything inside of groups of which there may be. */
function varyingIn(sequence: PatternSequence): readonly string[] {
  return sequence.flatMap((item) => {
    const varies = item.repetition.most > item.repetition.least;
    if (item.type === 'character') return varies ? [item.source] : [];
    return varies ? item.alternatives.flatMap((inner) => inner.flatMap(atomsOf)) : item.alternatives.flatMap(varyingIn);
  });
}

function atomsOf(item: PatternItem): readonly string[] {
  return item.type === 'character' ? [item.source] : item.alternatives.flatMap((inner) => inner.flatMap(atomsOf));
}

/** Atoms that stand there exactly once in each round. */
function separatorsIn(sequence: PatternSequence): readonly string[] {
  return sequence.flatMap((item) => {
    if (item.repetition.least !== 1 || item.repetition.most !== 1) return [];
    if (item.type === 'character') return [item.source];
    return item.alternatives.length === 1 ? separatorsIn(item.alternatives[0] ?? []) : [];
  });
}
