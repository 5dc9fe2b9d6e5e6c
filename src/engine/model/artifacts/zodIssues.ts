import type * as z from 'zod';
import { toPointer } from '../../base/jsonPointer.ts';
import type { Issue } from '../artifact.ts';

type ZodIssue = z.core.$ZodIssue;

/** Every issue with its place and a sentence that says what is expected there. */
export function toIssues(error: z.ZodError): readonly Issue[] {
  return error.issues.flatMap((issue) => flatten(issue, issue.path)).map(({ path, message }) => ({ pointer: toPointer(path), message }));
}

/** One thing to correct, at the path where it stands. */
export interface PathIssue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly code: string;
}

/** A union's issues are those of the member that the value was most likely meant to be. */
export function flatten(issue: ZodIssue, path: readonly PropertyKey[]): readonly PathIssue[] {
  if (issue.code === 'invalid_union') {
    const members = issue.errors.toSorted((left, right) => distance(left) - distance(right));
    const nearest = members[0] ?? [];
    if (nearest.length > 0) return nearest.flatMap((inner) => flatten(inner, [...path, ...inner.path]));
  }
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: [...path, key], message: `Unknown key "${key}"`, code: issue.code }));
  }
  return [{ path, message: sentence(issue), code: issue.code }];
}

/** How far a value is from a union member: its own kind first, then keys it should not have or lacks. */
function distance(issues: readonly ZodIssue[]): number {
  return issues.reduce((sum, issue) => sum + weight(issue), 0);
}

function weight(issue: ZodIssue): number {
  if (issue.code === 'unrecognized_keys') return 10 * issue.keys.length;
  if (issue.path.length === 0) return 1_000;
  return isMissing(issue) ? 10 : 1;
}

function isMissing(issue: ZodIssue): boolean {
  return 'input' in issue ? issue.input === undefined : issue.message.endsWith('received undefined');
}

function sentence(issue: ZodIssue): string {
  if (issue.code === 'custom' || issue.code === 'invalid_format') return issue.message;
  if (isMissing(issue)) return `is missing${issue.code === 'invalid_type' ? `: expected ${withArticle(issue.expected)}` : ''}`;
  if (issue.code === 'invalid_type') return `must be ${withArticle(issue.expected)}${instead(issue)}`;
  if (issue.code === 'invalid_value') return `must be one of ${issue.values.map((value) => JSON.stringify(value)).join(', ')}${instead(issue)}`;
  if (issue.code === 'too_small') return limit(issue.origin, `${issue.inclusive ? 'at least' : 'more than'} ${String(issue.minimum)}`);
  if (issue.code === 'too_big') return limit(issue.origin, `${issue.inclusive ? 'at most' : 'less than'} ${String(issue.maximum)}`);
  return issue.message;
}

function instead(issue: ZodIssue): string {
  return 'input' in issue ? `, not ${excerpt(issue.input)}` : '';
}

function limit(origin: string, bound: string): string {
  if (origin === 'string') return `must have ${bound} characters`;
  return origin === 'array' ? `must have ${bound} entries` : `must be ${bound}`;
}

const articles: Readonly<Record<string, string>> = { int: 'a whole number', array: 'a list', object: 'an object', record: 'an object' };

function withArticle(kind: string): string {
  return articles[kind] ?? `a ${kind}`;
}

function excerpt(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
