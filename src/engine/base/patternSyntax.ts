/** A regular expression as far as its cost depends on it: what consumes text, how often, and in which order. */
export type PatternItem =
  | { readonly type: 'character'; readonly source: string; readonly repetition: Repetition }
  | { readonly type: 'group'; readonly alternatives: readonly PatternSequence[]; readonly repetition: Repetition };

export type PatternSequence = readonly PatternItem[];

export interface Repetition {
  readonly least: number;
  readonly most: number;
}

const token = /\\p\{[^}]*\}|\\u\{[^}]*\}|\\k<[^>]*>|\\.|\[(?:\\.|[^\]\\])*\]|\(\?(?::|=|!|<=|<!|<[^>]*>)|[\s\S]/giuy;
const quantifier = /(?:[*+?]|\{(\d+)(,?)(\d*)\})\??/y;

/** The alternatives of a valid pattern. Anchors are left out: they consume nothing. */
export function parsePattern(source: string): readonly PatternSequence[] {
  const open: PatternItem[][][] = [[[]]];
  for (let index = 0; index < source.length; ) {
    token.lastIndex = index;
    const text = token.exec(source)?.[0] ?? '';
    index += Math.max(text.length, 1);
    if (text.startsWith('(')) open.push([[]]);
    else if (text === '|') open.at(-1)?.push([]);
    else if (text !== '^' && text !== '$' && !/^\\b$/i.test(text)) {
      const alternatives = text === ')' ? open.pop() : undefined;
      const { length, ...repetition } = repetitionAt(source, index);
      index += length;
      open.at(-1)?.at(-1)?.push(alternatives ? { type: 'group', alternatives, repetition } : { type: 'character', source: text, repetition });
    }
  }
  return open[0] ?? [];
}

function repetitionAt(source: string, index: number): Repetition & { readonly length: number } {
  quantifier.lastIndex = index;
  const match = quantifier.exec(source);
  if (!match) return { length: 0, least: 1, most: 1 };
  const [text, count = '', comma = '', bound = ''] = match;
  const { length } = text;
  if (count === '') return { length, least: text.startsWith('+') ? 1 : 0, most: text.startsWith('?') ? 1 : Infinity };
  return { length, least: Number(count), most: comma === '' ? Number(count) : bound === '' ? Infinity : Number(bound) };
}

const anything = '[^]';
const samples = [...Array.from({ length: 256 }, (_, code) => String.fromCharCode(code)), '\u2028', 'ß', 'Ω', '中', '😀'];

/** Whether two characters, classes or escapes can match the same character. A reference to a group can match any. */
export function overlap(left: string, right: string): boolean {
  const [first, second] = [left, right].map((atom) => new RegExp(/^\\[k1-9]/i.test(atom) ? anything : `^(?:${atom})$`, 'u'));
  return samples.some((sample) => first?.test(sample) === true && second?.test(sample) === true);
}
