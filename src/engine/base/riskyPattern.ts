/**
 * Why a regular expression from a file must not be used, or `undefined`. Besides broken ones it refuses those that can take
 * time exponential in the length of the text: a repetition around something that can match the same text in two ways.
 */
export function patternProblem(source: string): string | undefined {
  if (source.length > 1_000) return 'is longer than 1,000 characters';
  try {
    new RegExp(source, 'u');
  } catch (error) {
    return `is not a valid regular expression: ${error instanceof Error ? error.message.replace(/^.*: /, '') : 'unknown reason'}`;
  }
  return isRisky(source) ? 'repeats something that can match the same text in two ways, so that matching may never end; separate the repetitions, as in a+(-a+)*' : undefined;
}

interface Group {
  /** Everything in it that consumes text, nested groups included. */
  readonly atoms: string[];
  /** Atoms that repeat without a small bound. */
  readonly repeated: string[];
  /** Characters that must stand there once. */
  readonly separators: string[];
  /** The first atom of each alternative. */
  readonly starts: string[];
  isAtStart: boolean;
}

const token = /\\p\{[^}]*\}|\\u\{[^}]*\}|\\k<[^>]*>|\\.|\[(?:\\.|[^\]\\])*\]|\(\?(?::|=|!|<=|<!|<[^>]*>)|[\s\S]/giuy;
const quantifier = /(?:[*+?]|\{(\d+)(,?)(\d*)\})\??/y;
const anything = '[^]';

function isRisky(source: string): boolean {
  const open: Group[] = [newGroup()];
  for (let index = 0; index < source.length; ) {
    token.lastIndex = index;
    const atom = token.exec(source)?.[0] ?? '';
    index += Math.max(atom.length, 1);
    const group = open.at(-1) ?? newGroup();
    if (atom.startsWith('(')) open.push(newGroup());
    else if (atom === '|') group.isAtStart = true;
    else if (atom !== '^' && atom !== '$') {
      const closed = atom === ')' ? open.pop() : undefined;
      const repetition = repetitionAt(source, index);
      index += repetition.length;
      if (closed && repetition.isMany && isAmbiguous(closed)) return true;
      add(open.at(-1) ?? newGroup(), { source: atom, inner: closed, ...repetition });
    }
  }
  return false;
}

function newGroup(): Group {
  return { atoms: [], repeated: [], separators: [], starts: [], isAtStart: true };
}

interface Repetition {
  readonly length: number;
  readonly isMany: boolean;
  readonly isOptional: boolean;
}

function repetitionAt(source: string, index: number): Repetition {
  quantifier.lastIndex = index;
  const match = quantifier.exec(source);
  if (!match) return { length: 0, isMany: false, isOptional: false };
  const [text, least = '', comma = '', most = ''] = match;
  const isMany = /^[*+]/.test(text) || (comma === ',' && (most === '' || Number(most) > 10)) || Number(least) > 10;
  return { length: text.length, isMany, isOptional: /^[*?]/.test(text) || Number(least || '1') === 0 };
}

function add(group: Group, atom: Repetition & { readonly source: string; readonly inner: Group | undefined }): void {
  const { inner } = atom;
  if (group.isAtStart) group.starts.push(inner ? anything : atom.source);
  group.isAtStart = false;
  const consumed = inner?.atoms ?? [atom.source];
  group.atoms.push(...consumed);
  if (atom.isMany) group.repeated.push(...consumed);
  else if (inner) group.repeated.push(...inner.repeated);
  if (atom.isMany || atom.isOptional) return;
  if (!inner && isLiteral(atom.source)) group.separators.push(atom.source);
  if (inner?.starts.length === 1) group.separators.push(...inner.separators);
}

function isLiteral(atom: string): boolean {
  return atom !== '.' && !atom.startsWith('[') && !/^\\[dwsbpk0-9]/i.test(atom);
}

/** Whether repeating the group lets one text be matched in several ways. */
function isAmbiguous({ repeated, separators, starts }: Group): boolean {
  if (starts.some((start, index) => starts.slice(index + 1).some((other) => overlap(start, other)))) return true;
  if (repeated.length === 0) return false;
  return starts.length > 1 || !separators.some((separator) => repeated.every((atom) => !overlap(atom, separator)));
}

const samples = [...Array.from({ length: 256 }, (_, code) => String.fromCharCode(code)), '\u2028', 'ß', 'Ω', '中', '😀'];

function overlap(left: string, right: string): boolean {
  const [first, second] = [left, right].map((atom) => /^\\[bk0-9]/i.test(atom) ? new RegExp(anything, 'u') : new RegExp(`^(?:${atom})$`, 'u'));
  return samples.some((sample) => first?.test(sample) === true && second?.test(sample) === true);
}
