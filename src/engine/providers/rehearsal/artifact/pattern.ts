/** A regular expression, read as far as generating needs: groups, classes, alternatives, repetition. */
type Node =
  | { readonly type: 'set'; readonly characters: string }
  | { readonly type: 'sequence'; readonly parts: readonly Node[] }
  | { readonly type: 'choice'; readonly options: readonly Node[] }
  | { readonly type: 'repeat'; readonly part: Node; readonly minimum: number; readonly maximum: number };

export interface Chooser {
  /** A whole number from 0 to below `count`. */
  pick(count: number): number;
  /** Repetitions beyond the minimum that an open-ended quantifier should add. */
  readonly stretch: number;
}

const lower = 'abcdefghijklmnopqrstuvwxyz';
const digits = '0123456789';
const word = `${lower}${lower.toUpperCase()}${digits}_`;
const everything = `${lower}${lower.toUpperCase()}${digits} .,:;-_/@#+=()'"!?`;

/** A text that fits the pattern if its parts are common ones; look-around and back-references are left out, so the caller checks. */
export function generateFromPattern(pattern: string, chooser: Chooser): string {
  const reader = { pattern, at: 0 };
  return write(readChoice(reader), chooser);
}

function write(node: Node, chooser: Chooser): string {
  switch (node.type) {
    case 'set':
      return node.characters === '' ? '' : (node.characters[chooser.pick(node.characters.length)] ?? '');
    case 'sequence':
      return node.parts.map((part) => write(part, chooser)).join('');
    case 'choice':
      return write(node.options[chooser.pick(node.options.length)] ?? { type: 'sequence', parts: [] }, chooser);
    case 'repeat':
      return Array.from({ length: Math.min(node.maximum, node.minimum + (node.maximum > node.minimum ? chooser.stretch : 0)) }, () => write(node.part, chooser)).join('');
  }
}

interface Reader {
  readonly pattern: string;
  at: number;
}

function readChoice(reader: Reader): Node {
  const options = [readSequence(reader)];
  while (reader.pattern[reader.at] === '|') {
    reader.at += 1;
    options.push(readSequence(reader));
  }
  return options.length === 1 && options[0] !== undefined ? options[0] : { type: 'choice', options };
}

function readSequence(reader: Reader): Node {
  const parts: Node[] = [];
  while (reader.at < reader.pattern.length && reader.pattern[reader.at] !== '|' && reader.pattern[reader.at] !== ')') {
    const atom = readAtom(reader);
    parts.push(readQuantifier(reader, atom));
  }
  return { type: 'sequence', parts };
}

function readAtom(reader: Reader): Node {
  const character = reader.pattern[reader.at] ?? '';
  reader.at += 1;
  switch (character) {
    case '^':
    case '$':
      return { type: 'sequence', parts: [] };
    case '.':
      return { type: 'set', characters: everything };
    case '(':
      return readGroup(reader);
    case '[':
      return readClass(reader);
    case '\\':
      return { type: 'set', characters: readEscape(reader) };
    default:
      return { type: 'set', characters: character };
  }
}

/** Look-around consumes nothing; what it demands is checked by the caller. */
function readGroup(reader: Reader): Node {
  const prefix = /^\?(?:[:=!]|<[=!]|<[^>]*>)/.exec(reader.pattern.slice(reader.at))?.[0] ?? '';
  reader.at += prefix.length;
  const content = readChoice(reader);
  reader.at += 1;
  return /[=!]$/.test(prefix) ? { type: 'sequence', parts: [] } : content;
}

function readEscape(reader: Reader): string {
  const character = reader.pattern[reader.at] ?? '';
  reader.at += 1;
  switch (character) {
    case 'd':
      return digits;
    case 'w':
      return word;
    case 's':
      return ' ';
    case 'D':
      return lower;
    case 'W':
      return ' -./';
    case 'S':
      return word;
    case 'b':
    case 'B':
      return '';
    case 'n':
      return '\n';
    case 't':
      return '\t';
    case 'p':
    case 'P':
      return readProperty(reader, character === 'P');
    case 'u':
    case 'x':
      return readCodePoint(reader, character);
    default:
      return character;
  }
}

function readProperty(reader: Reader, isNegated: boolean): string {
  const name = /^\{([^}]*)\}/.exec(reader.pattern.slice(reader.at));
  reader.at += name?.[0].length ?? 0;
  const kind = name?.[1] ?? '';
  if (isNegated) return kind.startsWith('L') ? digits : lower;
  if (/^(N|Nd)$/.test(kind)) return digits;
  return /^Lu|Upper/.test(kind) ? lower.toUpperCase() : /^(P|S)/.test(kind) ? '-.,:' : lower;
}

function readCodePoint(reader: Reader, kind: string): string {
  const rest = reader.pattern.slice(reader.at);
  const found = kind === 'x' ? /^([0-9a-f]{2})/i.exec(rest) : /^(?:\{([0-9a-f]+)\}|([0-9a-f]{4}))/i.exec(rest);
  reader.at += found?.[0].length ?? 0;
  const code = Number.parseInt(found?.[1] ?? found?.[2] ?? '78', 16);
  return code <= 0x10ffff ? String.fromCodePoint(code) : 'x';
}

function readClass(reader: Reader): Node {
  const isNegated = reader.pattern[reader.at] === '^';
  if (isNegated) reader.at += 1;
  let characters = '';
  let isFirst = true;
  while (reader.at < reader.pattern.length && (isFirst || reader.pattern[reader.at] !== ']')) {
    isFirst = false;
    characters += readClassMember(reader);
    if (reader.pattern[reader.at] === ']') break;
  }
  reader.at += 1;
  const chosen = isNegated ? Array.from(everything).filter((character) => !characters.includes(character)).join('') : preferPlain(characters);
  return { type: 'set', characters: chosen };
}

function readClassMember(reader: Reader): string {
  const first = readClassCharacter(reader);
  const isRange = reader.pattern[reader.at] === '-' && reader.pattern[reader.at + 1] !== ']' && first.length === 1;
  if (!isRange) return first;
  reader.at += 1;
  const last = readClassCharacter(reader);
  const from = first.codePointAt(0) ?? 0;
  const length = Math.min(256, Math.max(1, (last.codePointAt(0) ?? from) - from + 1));
  return Array.from({ length }, (_, index) => String.fromCodePoint(from + index)).join('');
}

function readClassCharacter(reader: Reader): string {
  const character = reader.pattern[reader.at] ?? '';
  reader.at += 1;
  return character === '\\' ? readEscape(reader) : character;
}

/** Letters and digits read better than punctuation, where there is a choice. */
function preferPlain(characters: string): string {
  const plain = Array.from(characters).filter((character) => /[a-z0-9]/.test(character)).join('');
  return plain === '' ? characters : plain;
}

function readQuantifier(reader: Reader, part: Node): Node {
  const quantifier = /^(?:[*+?]|\{(\d+)(?:(,)(\d*))?\})/.exec(reader.pattern.slice(reader.at));
  if (quantifier === null) return part;
  reader.at += quantifier[0].length;
  if (reader.pattern[reader.at] === '?') reader.at += 1;
  const [sign = '', low, comma, high] = quantifier;
  if (sign === '*') return { type: 'repeat', part, minimum: 0, maximum: Infinity };
  if (sign === '+') return { type: 'repeat', part, minimum: 1, maximum: Infinity };
  if (sign === '?') return { type: 'repeat', part, minimum: 0, maximum: 1 };
  const minimum = Number(low);
  return { type: 'repeat', part, minimum, maximum: comma === undefined ? minimum : high === undefined || high === '' ? Infinity : Number(high) };
}
