import { toPointer } from '../../base/jsonPointer.ts';
import type { Json } from '../../model/json.ts';
import { canonicalJson } from '../../model/canonicalJson.ts';
import { type Evaluation, isArray, isObject, type Keyword, shown } from './evaluation.ts';
import { boundedMatch, longestPatternSubject } from './patterns.ts';

/** Keywords that look at the value itself and at no schema. The messages are what a model reads when its artifact is sent back. */
export const assertions: Readonly<Record<string, Keyword>> = {
  type: (value, evaluation) => {
    const types = namesIn(isArray(value) ? value : [value]);
    if (!types.some((type) => isOfType(evaluation.data, type))) evaluation.report(`must be ${types.join()}, not ${shown(evaluation.data)}`);
  },
  enum: (value, { data, report }) => {
    const allowed = isArray(value) ? value : [];
    if (!allowed.some((item) => canonicalJson(item) === canonicalJson(data))) report(`must be one of ${allowed.map((item) => JSON.stringify(item)).join(', ')}, not ${shown(data)}`);
  },
  const: (value, { data, report }) => {
    if (canonicalJson(value) !== canonicalJson(data)) report(`must be ${shown(value)}, not ${shown(data)}`);
  },
  minimum: number((data, limit) => data >= limit, '>='),
  maximum: number((data, limit) => data <= limit, '<='),
  exclusiveMinimum: number((data, limit) => data > limit, '>'),
  exclusiveMaximum: number((data, limit) => data < limit, '<'),
  multipleOf: number(isMultiple, 'multiple of'),
  minLength: size(lengthOf, (found, limit) => found >= limit, 'fewer', 'characters'),
  maxLength: size(lengthOf, (found, limit) => found <= limit, 'more', 'characters'),
  minItems: size(countOf, (found, limit) => found >= limit, 'fewer', 'items'),
  maxItems: size(countOf, (found, limit) => found <= limit, 'more', 'items'),
  minProperties: size(widthOf, (found, limit) => found >= limit, 'fewer', 'properties'),
  maxProperties: size(widthOf, (found, limit) => found <= limit, 'more', 'properties'),
  pattern: (value, { data, report }) => {
    if (typeof data !== 'string' || typeof value !== 'string' || boundedMatch(value, data)) return;
    report(data.length > longestPatternSubject ? `must have at most ${longestPatternSubject.toLocaleString('en')} characters` : `must match pattern "${value}", not ${shown(data)}`);
  },
  uniqueItems: (value, { data, report }) => {
    if (value === true && isArray(data) && new Set(data.map(canonicalJson)).size < data.length) report('must NOT have duplicate items');
  },
  required: (value, { data, pointer, report }) => {
    if (!isArray(value) || !isObject(data)) return;
    for (const name of value) if (typeof name === 'string' && !Object.hasOwn(data, name)) report('is missing', `${pointer}${toPointer([name])}`);
  },
  dependentRequired: (value, { data, report }) => {
    if (!isObject(value) || !isObject(data)) return;
    for (const [name, others] of Object.entries(value)) {
      const missing = Object.hasOwn(data, name) && isArray(others) ? namesIn(others).filter((other) => !Object.hasOwn(data, other)) : [];
      if (missing.length > 0) report(`must have ${missing.join(', ')} because it has ${name}`);
    }
  },
};

function namesIn(values: readonly Json[]): readonly string[] {
  return values.filter((value) => typeof value === 'string');
}

function isOfType(data: Json, type: string): boolean {
  switch (type) {
    case 'null':
      return data === null;
    case 'array':
      return Array.isArray(data);
    case 'object':
      return isObject(data);
    case 'integer':
      return Number.isInteger(data);
    default:
      return typeof data === type;
  }
}

function number(isWithin: (data: number, limit: number) => boolean, sign: string): Keyword {
  return (value, { data, report }) => {
    if (typeof data === 'number' && typeof value === 'number' && !isWithin(data, value)) report(`must be ${sign} ${value}`);
  };
}

/** Exact, as in decimal notation: binary fractions would call 0.0075 no multiple of 0.0001. */
function isMultiple(data: number, divisor: number): boolean {
  if (!Number.isFinite(data) || !Number.isFinite(divisor)) return false;
  const [left, right] = [toDecimal(data), toDecimal(divisor)];
  const exponent = Math.min(left.exponent, right.exponent);
  const scaled = ({ digits, exponent: own }: Decimal): bigint => digits * 10n ** BigInt(own - exponent);
  return right.digits !== 0n && scaled(left) % scaled(right) === 0n;
}

interface Decimal {
  readonly digits: bigint;
  readonly exponent: number;
}

function toDecimal(value: number): Decimal {
  const [mantissa = '0', power = '0'] = value.toExponential().split('e');
  const [whole = '0', fraction = ''] = mantissa.split('.');
  return { digits: BigInt(whole + fraction), exponent: Number(power) - fraction.length };
}

function size(measure: (data: Json) => number | undefined, isWithin: (found: number, limit: number) => boolean, ...[comparison, noun]: readonly [comparison: string, noun: string]): Keyword {
  return (value, { data, report }: Evaluation) => {
    const found = measure(data);
    if (found !== undefined && typeof value === 'number' && !isWithin(found, value)) report(`must NOT have ${comparison} than ${value} ${noun}`);
  };
}

/** In characters as people count them: a surrogate pair is one. */
function lengthOf(data: Json): number | undefined {
  return typeof data === 'string' ? Array.from(data).length : undefined;
}

function countOf(data: Json): number | undefined {
  return isArray(data) ? data.length : undefined;
}

function widthOf(data: Json): number | undefined {
  return isObject(data) ? Object.keys(data).length : undefined;
}
