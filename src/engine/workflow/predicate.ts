import type { Json } from '../model/json.ts';
import type { Predicate, PredicateOperator } from '../model/predicate.ts';

export type Values = Readonly<Record<string, Json>>;

/** Whether a predicate holds. A comparison with something that is not there is false, `ne` included; only `not` turns it. */
export function holds(predicate: Predicate, values: Values): boolean {
  if ('all' in predicate) return predicate.all.every((part) => holds(part, values));
  if ('any' in predicate) return predicate.any.some((part) => holds(part, values));
  if ('not' in predicate) return !holds(predicate.not, values);
  const actual = Object.hasOwn(values, predicate.path) ? values[predicate.path] : undefined;
  if (predicate.op === 'exists') return (actual !== undefined) === (predicate.value ?? true);
  return actual !== undefined && comparisons[predicate.op](actual, predicate.value ?? null);
}

const comparisons: Record<Exclude<PredicateOperator, 'exists'>, (actual: Json, expected: Json) => boolean> = {
  eq: isEqual,
  ne: (actual, expected) => !isEqual(actual, expected),
  gt: (actual, expected) => order(actual, expected) > 0,
  lt: (actual, expected) => order(actual, expected) < 0,
  ge: (actual, expected) => order(actual, expected) >= 0,
  le: (actual, expected) => order(actual, expected) <= 0,
  in: (actual, expected) => Array.isArray(expected) && expected.some((item: Json) => isEqual(actual, item)),
  matches: (actual, expected) => typeof actual === 'string' && typeof expected === 'string' && new RegExp(expected, 'u').test(actual.slice(0, matchedLength)),
};

/** A pattern sees this much of a text (UTF-16 code units): patterns come from templates, and a slow one must end. */
const matchedLength = 10_000;

/** Negative, zero or positive. Only numbers with numbers and texts with texts have an order: anything else is NaN. */
function order(actual: Json, expected: Json): number {
  if (typeof actual === 'number' && typeof expected === 'number') return actual - expected;
  if (typeof actual !== 'string' || typeof expected !== 'string') return NaN;
  if (actual === expected) return 0;
  return actual < expected ? -1 : 1;
}

function isEqual(left: Json, right: Json): boolean {
  if (left === null || right === null || typeof left !== 'object' || typeof right !== 'object') return left === right;
  if (Array.isArray(left) !== Array.isArray(right)) return false;
  const keys = Object.keys(left);
  return keys.length === Object.keys(right).length
    && keys.every((key) => Object.hasOwn(right, key) && isEqual(at(left, key), at(right, key)));
}

function at(value: object, key: string): Json {
  return (value as Readonly<Record<string, Json>>)[key] ?? null;
}
