/** One token of a file, replaced. */
export interface Mutation {
  readonly at: number;
  readonly oldToken: string;
  readonly newToken: string;
  /** How unlikely such a slip is, from 0. */
  readonly rank: number;
}

interface Slip {
  readonly token: RegExp;
  readonly rank: number;
  readonly replacements: (token: string) => readonly string[];
}

const boundaries: Readonly<Record<string, string>> = { '>': '>=', '>=': '>', '<': '<=', '<=': '<' };
const equalities: Readonly<Record<string, string>> = { '===': '!==', '!==': '===', '==': '!=', '!=': '==' };
const connectives: Readonly<Record<string, string>> = { '&&': '||', '||': '&&' };
const operators: Readonly<Record<string, string>> = { '+': '-', '-': '+', '*': '/', '/': '*' };
const roundings: Readonly<Record<string, string>> = { floor: 'ceil', ceil: 'floor', round: 'floor', min: 'max', max: 'min' };
const truths: Readonly<Record<string, string>> = { true: 'false', false: 'true' };

/** The usual one-token slips, the commonest first. Operators need a blank on both sides, so that `=>` and types stay out. */
const slips: readonly Slip[] = [
  { token: /(?<=\s)(?:>=|<=|>|<)(?=\s)/g, rank: 0, replacements: swap(boundaries) },
  { token: /(?<=\s)(?:&&|\|\|)(?=\s)/g, rank: 1, replacements: swap(connectives) },
  { token: /(?<=\s)[!=]==?(?=\s)/g, rank: 2, replacements: swap(equalities) },
  { token: /(?<=\s)[-+*/](?=\s)/g, rank: 3, replacements: swap(operators) },
  { token: /(?<![\w.$])\d+(?![\w.])/g, rank: 4, replacements: (token) => [String(Number(token) + 1), ...(token === '0' ? [] : [String(Number(token) - 1)])] },
  { token: /(?<=Math\.)(?:floor|ceil|round|min|max)\b/g, rank: 5, replacements: swap(roundings) },
  { token: /\b(?:true|false)\b/g, rank: 6, replacements: swap(truths) },
];

function swap(pairs: Readonly<Record<string, string>>): (token: string) => readonly string[] {
  return (token) => {
    const other = pairs[token];
    return other === undefined ? [] : [other];
  };
}

/** Every mutation of a text in the order of likelihood, then position. Strings, comments and imports stay as they are. */
export function mutationsOf(text: string): readonly Mutation[] {
  const code = maskProse(text);
  return slips.flatMap(({ token, rank, replacements }) =>
    [...code.matchAll(token)].flatMap((found) => replacements(found[0]).map((newToken) => ({ at: found.index, oldToken: found[0], newToken, rank }))),
  );
}

export function applyMutation(text: string, { at, oldToken, newToken }: Mutation): string {
  return text.slice(0, at) + newToken + text.slice(at + oldToken.length);
}

/** Blanks out what is not code, character by character, so that positions stay. */
export function maskProse(text: string): string {
  const prose = /\/\*[\s\S]*?\*\/|\/\/[^\n]*|^[ \t]*#[^\n]*|^[ \t]*import\b[^\n]*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`/gm;
  return text.replace(prose, (part) => part.replace(/[^\n]/g, ' '));
}
