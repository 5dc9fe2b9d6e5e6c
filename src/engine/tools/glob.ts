import { err, ok, type Result } from '../base/result.ts';

const longestGlob = 300;
const mostAlternatives = 64;

/**
 * A test of workspace paths (`/` between names). `*` and `?` stay inside a name, `**` crosses folders, `{a,b}` is either,
 * `[a-z]` one character. Without a `/` the name is looked for in every folder. Time is bounded by the product of both lengths.
 */
export function toGlob(pattern: string): Result<(path: string) => boolean, string> {
  if (pattern.length > longestGlob) return err(`The glob is longer than ${longestGlob} characters. Use a shorter one.`);
  const alternatives = expandBraces(pattern);
  if (alternatives.length > mostAlternatives) return err(`The glob has more than ${mostAlternatives} alternatives. Use fewer.`);
  const matchers = alternatives.map(toSegmentMatchers);
  return ok((path) => {
    const names = path.split('/');
    return matchers.some((matcher) => matchesSegments(names, matcher));
  });
}

type SegmentMatcher = '**' | readonly Token[];
type Token = { readonly type: 'any' | 'one' } | { readonly type: 'in'; readonly has: (character: string) => boolean };

/** `{a,b}` spelled out. Stops when there are too many, so that nested braces cannot explode. */
export function expandBraces(pattern: string): readonly string[] {
  let open = [pattern];
  const done: string[] = [];
  while (open.length > 0 && open.length + done.length <= mostAlternatives) {
    const [next = '', ...rest] = open;
    const found = /\{([^{}]*)\}/.exec(next);
    open = rest;
    if (found) open.push(...(found[1] ?? '').split(',').map((choice) => next.slice(0, found.index) + choice + next.slice(found.index + found[0].length)));
    else done.push(next);
  }
  return [...done, ...open];
}

function toSegmentMatchers(pattern: string): readonly SegmentMatcher[] {
  const segments = pattern.replace(/^\.?\//, '').split('/').filter((segment) => segment !== '');
  const anchored = pattern.includes('/') ? segments : ['**', ...segments];
  return anchored.map((segment) => (segment === '**' ? '**' : toTokens(segment)));
}

function toTokens(segment: string): readonly Token[] {
  return [...segment.matchAll(/\[([!^]?)((?:\\.|[^\]])+)\]|\\([\s\S])|([\s\S])/gu)].map(([, negated = '', set, escaped, plain = '']) => {
    if (set !== undefined) return { type: 'in', has: toSet(set, negated !== '') };
    if (escaped === undefined && plain === '*') return { type: 'any' };
    if (escaped === undefined && plain === '?') return { type: 'one' };
    const wanted = escaped ?? plain;
    return { type: 'in', has: (character) => character === wanted };
  });
}

function toSet(set: string, isNegated: boolean): (character: string) => boolean {
  const ranges = [...set.matchAll(/\\?([\s\S])(?:-\\?([\s\S]))?/gu)].map(([, from = '', to = from]) => ({ from, to }));
  return (character) => ranges.some(({ from, to }) => from <= character && character <= to) !== isNegated;
}

/** Keeps the set of pattern positions that fit so far: no backtracking. */
function matchesSegments(names: readonly string[], pattern: readonly SegmentMatcher[]): boolean {
  return matches(names, pattern, { isAny: (part) => part === '**', fits: (part, name) => part !== '**' && matchesName(Array.from(name), part) });
}

function matchesName(characters: readonly string[], tokens: readonly Token[]): boolean {
  return matches(characters, tokens, { isAny: (token) => token.type === 'any', fits: (token, character) => token.type === 'one' || (token.type === 'in' && token.has(character)) });
}

interface Kind<Part> {
  readonly isAny: (part: Part) => boolean;
  readonly fits: (part: Part, item: string) => boolean;
}

function matches<Part>(items: readonly string[], pattern: readonly Part[], { isAny, fits }: Kind<Part>): boolean {
  const reachable = (positions: ReadonlySet<number>): Set<number> => {
    const all = new Set(positions);
    for (const position of all) {
      const part = pattern[position];
      if (part !== undefined && isAny(part)) all.add(position + 1);
    }
    return all;
  };
  let positions = reachable(new Set([0]));
  for (const item of items) {
    const next = new Set<number>();
    for (const position of positions) {
      const part = pattern[position];
      if (part === undefined) continue;
      if (isAny(part)) next.add(position);
      else if (fits(part, item)) next.add(position + 1);
    }
    if (next.size === 0) return false;
    positions = reachable(next);
  }
  return positions.has(pattern.length);
}
