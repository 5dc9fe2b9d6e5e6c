import { createScanner, parseTree, printParseErrorCode, type Node, type ParseError } from 'jsonc-parser';
import { revealHidden } from '../../base/hiddenText.ts';
import { toPointer } from '../../base/jsonPointer.ts';
import type { Json } from '../../model/json.ts';
import { lineIndex } from './lineIndex.ts';
import type { Finding, Path, ProblemCode, TemplateProblem } from './problem.ts';

export interface SourceLimits {
  readonly maxCharacters: number;
  readonly maxDepth: number;
  /** Allows a comma before the end of a list or object. */
  readonly isLenient?: boolean;
}

export const defaultSourceLimits: SourceLimits = { maxCharacters: 2_000_000, maxDepth: 100 };

/** A JSON text with the place of everything in it. */
export interface JsonSource {
  /** Without keys that are forbidden; `undefined` when the text cannot be read at all. */
  readonly value: Json | undefined;
  readonly problems: readonly TemplateProblem[];
  locate(finding: Finding): TemplateProblem;
}

/** Reads strict JSON: comments, trailing commas, repeated keys, byte-order marks and bottomless nesting are problems. Never throws. */
export function readJsonSource(text: string, limits: SourceLimits = defaultSourceLimits): JsonSource {
  const positionAt = lineIndex(text.length > limits.maxCharacters ? '' : text);
  const at = (offset: number, code: ProblemCode, message: string): TemplateProblem => ({ pointer: '', ...positionAt(offset), message, severity: 'error', code });
  const unreadable = unreadableAt(text, limits);
  if (unreadable) return withoutTree(at(unreadable.offset, unreadable.code, unreadable.message));

  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { disallowComments: true, allowTrailingComma: limits.isLenient === true, allowEmptyContent: false });
  const found = errors.map(({ error, offset }) => syntaxProblem(printParseErrorCode(error), (code, message) => at(offset, code, message)));
  // What follows on the same line is mostly an echo of the first.
  const problems = found.filter(({ line }, index) => line !== found[index - 1]?.line);
  if (!root || problems.some(({ code }) => code === 'syntax')) return withoutTree(...problems);

  const locate = (finding: Finding): TemplateProblem => ({
    pointer: revealHidden(toPointer(finding.path)),
    ...positionAt(offsetOf(root, finding)),
    message: revealHidden(finding.message),
    severity: finding.severity ?? 'error',
    code: finding.code,
  });
  const keyFindings: { readonly finding: Finding; readonly offset: number }[] = [];
  const value = toJson(root, [], (finding, offset) => keyFindings.push({ finding, offset }));
  return { value, problems: [...problems, ...keyFindings.map(({ finding, offset }) => ({ ...locate(finding), ...positionAt(offset) }))], locate };
}

function withoutTree(...problems: readonly TemplateProblem[]): JsonSource {
  return { value: undefined, problems, locate: ({ path, message, code, severity = 'error' }) => ({ pointer: toPointer(path), line: 1, column: 1, message, code, severity }) };
}

interface Unreadable {
  readonly offset: number;
  readonly code: ProblemCode;
  readonly message: string;
}

function unreadableAt(text: string, { maxCharacters, maxDepth }: SourceLimits): Unreadable | undefined {
  if (text.length > maxCharacters) return { offset: 0, code: 'too-large', message: `The file has ${text.length.toLocaleString('en')} characters; at most ${maxCharacters.toLocaleString('en')} are read.` };
  if (text.startsWith('\uFEFF')) return { offset: 0, code: 'encoding', message: 'The file starts with a byte-order mark: save it as UTF-8 without one.' };
  const foreign = /\uFFFD|^\uFFFE|\0/.exec(text);
  if (foreign) return { offset: foreign.index, code: 'encoding', message: 'The file is not UTF-8 text (UTF-16, perhaps): save it as UTF-8.' };
  if (text.trim() === '') return { offset: 0, code: 'syntax', message: 'The file is empty: expected a JSON object.' };
  const tooDeep = offsetDeeperThan(text, maxDepth);
  return tooDeep === undefined ? undefined : { offset: tooDeep, code: 'too-deep', message: `Nesting is deeper than ${maxDepth} levels.` };
}

/** Kinds of the scanner's tokens; the package declares them as an enum that cannot be imported. */
const tokenKind = { openBrace: 1, closeBrace: 2, openBracket: 3, closeBracket: 4, end: 17 };

/** Uses no recursion, so that it may look at anything before the parser does. */
function offsetDeeperThan(text: string, maxDepth: number): number | undefined {
  const scanner = createScanner(text, true);
  let depth = 0;
  for (let kind: number = scanner.scan(); kind !== tokenKind.end; kind = scanner.scan()) {
    if (kind === tokenKind.openBrace || kind === tokenKind.openBracket) depth += 1;
    if (kind === tokenKind.closeBrace || kind === tokenKind.closeBracket) depth -= 1;
    if (depth > maxDepth) return scanner.getTokenOffset();
  }
  return undefined;
}

const syntaxMessages: Readonly<Record<string, string>> = {
  InvalidSymbol: 'Not a JSON value: expected a text in quotes, a number, true, false, null, a list or an object.',
  InvalidNumberFormat: 'Not a JSON number.',
  PropertyNameExpected: 'Expected a key in double quotes (a comma before "}" is not allowed).',
  ValueExpected: 'Expected a value (a comma before "]" is not allowed).',
  ColonExpected: 'Expected ":" after the key.',
  CommaExpected: 'Expected "," between entries.',
  CloseBraceExpected: 'Expected "}": the object does not end.',
  CloseBracketExpected: 'Expected "]": the list does not end.',
  EndOfFileExpected: 'Unexpected text after the end of the JSON value.',
  UnexpectedEndOfString: 'The text does not end: expected a closing quote on the same line.',
  InvalidCharacter: 'A control character inside a text must be written as an escape, for example \\n.',
  InvalidEscapeCharacter: 'Unknown escape in a text.',
  InvalidUnicode: 'A \\u escape needs four hexadecimal digits.',
};

function syntaxProblem(name: string, at: (code: ProblemCode, message: string) => TemplateProblem): TemplateProblem {
  return name.includes('Comment') ? at('comment', 'JSON has no comments: use a "description" instead.') : at('syntax', syntaxMessages[name] ?? `Not valid JSON (${name}).`);
}

const forbiddenKeys = new Set(['__proto__', 'constructor', 'prototype']);

type Report = (finding: Finding, offset: number) => void;

function toJson(node: Node, path: Path, report: Report): Json {
  if (node.type === 'array') return (node.children ?? []).map((child, index) => toJson(child, [...path, index], report));
  if (node.type !== 'object') return toScalar(node, path, report);
  const entries = new Map<string, Json>();
  for (const property of node.children ?? []) {
    const [keyNode, valueNode] = property.children ?? [];
    const key = String(keyNode?.value);
    const finding = { path: [...path, key], isAboutKey: true };
    if (entries.has(key)) report({ ...finding, code: 'duplicate-key', message: `The key "${key}" appears twice in this object.` }, property.offset);
    else if (forbiddenKeys.has(key)) report({ ...finding, code: 'forbidden-key', message: `The key "${key}" is not allowed.` }, property.offset);
    else if (valueNode) entries.set(key, toJson(valueNode, finding.path, report));
    if (hasHidden(key)) report({ ...finding, code: 'hidden-text', message: `The key ${hiddenPart(key)} holds a character that cannot be seen.` }, property.offset);
  }
  return Object.fromEntries(entries);
}

function toScalar({ value, offset }: Node, path: Path, report: Report): Json {
  const scalar: unknown = value;
  if (typeof scalar === 'string' && hasHidden(scalar)) report({ path, code: 'hidden-text', message: `The text holds a character that cannot be seen, at ${hiddenPart(scalar)}: a person who reads the file would miss it. Take it out.` }, offset);
  if (typeof scalar === 'number' && !Number.isFinite(scalar)) report({ path, code: 'syntax', message: 'The number is too large.' }, offset);
  if (typeof scalar === 'number') return Number.isFinite(scalar) ? scalar : Number.MAX_VALUE;
  return typeof scalar === 'string' || typeof scalar === 'boolean' ? scalar : null;
}

/** A line may end as Windows ends it. */
function hasHidden(text: string): boolean {
  const plain = text.replaceAll('\r\n', '\n');
  return revealHidden(plain) !== plain;
}

/** The first hidden character, shown, with a little of what is around it. */
function hiddenPart(text: string): string {
  const shown = revealHidden(text.replaceAll('\r\n', '\n'));
  const at = Math.max(0, shown.search(/⟨|\uFFFD/));
  return JSON.stringify(shown.slice(Math.max(0, at - 20), at + 40));
}

/** The offset of the place, or of the nearest place around it that exists. */
function offsetOf(root: Node, { path, isAboutKey = false }: Finding): number {
  let node = root;
  for (const [depth, segment] of path.entries()) {
    const property = node.type === 'object' ? node.children?.find((child) => child.children?.[0]?.value === segment) : undefined;
    if (property && isAboutKey && depth === path.length - 1) return property.offset;
    const next = node.type === 'array' ? node.children?.[Number(segment)] : property?.children?.[1];
    if (!next) return node.offset;
    node = next;
  }
  return node.offset;
}
