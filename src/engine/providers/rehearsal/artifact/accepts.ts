import type { Json, JsonObject, JsonSchema } from '../../../model/json.ts';
import { isJsonArray, isJsonObject } from '../../jsonShape.ts';
import { resolveReference } from './schemaShape.ts';

interface Check {
  readonly schema: JsonObject;
  readonly value: Json;
  readonly test: (schema: Json | undefined, value: Json) => boolean;
}

type Rule = (check: Check, argument: Json) => boolean;

/**
 * Whether a value is what a schema asks for, as far as generating needs to know: the judge of a submitted artifact is the engine.
 * Unknown keywords and formats hold.
 */
export function accepts(schema: Json | undefined, value: Json, root: JsonSchema): boolean {
  return judge(schema, value, { root, depth: 0 });
}

interface Position {
  readonly root: JsonSchema;
  readonly depth: number;
}

function judge(schema: Json | undefined, value: Json, { root, depth }: Position): boolean {
  if (schema === false) return false;
  if (!isJsonObject(schema) || depth > 40) return true;
  const test = (inner: Json | undefined, part: Json): boolean => judge(inner, part, { root, depth: depth + 1 });
  if (typeof schema.$ref === 'string' && !test(resolveReference(schema.$ref, root), value)) return false;
  return Object.entries(schema).every(([keyword, argument]) => !Object.hasOwn(rules, keyword) || (rules[keyword]?.({ schema, value, test }, argument) ?? true));
}

const rules: Readonly<Record<string, Rule>> = {
  type: ({ value }, type) => (isJsonArray(type) ? type : [type]).some((one) => isOfType(value, one)),
  const: ({ value }, constant) => isSame(value, constant),
  enum: ({ value }, members) => isJsonArray(members) && members.some((member) => isSame(value, member)),

  minimum: ({ value }, limit) => typeof value !== 'number' || value >= Number(limit),
  maximum: ({ value }, limit) => typeof value !== 'number' || value <= Number(limit),
  exclusiveMinimum: ({ value }, limit) => typeof value !== 'number' || value > Number(limit),
  exclusiveMaximum: ({ value }, limit) => typeof value !== 'number' || value < Number(limit),
  multipleOf: ({ value }, step) => typeof value !== 'number' || isMultiple(value, Number(step)),

  minLength: ({ value }, limit) => typeof value !== 'string' || Array.from(value).length >= Number(limit),
  maxLength: ({ value }, limit) => typeof value !== 'string' || Array.from(value).length <= Number(limit),
  pattern: ({ value }, pattern) => typeof value !== 'string' || typeof pattern !== 'string' || matches(pattern, value),

  minItems: ({ value }, limit) => !isJsonArray(value) || value.length >= Number(limit),
  maxItems: ({ value }, limit) => !isJsonArray(value) || value.length <= Number(limit),
  uniqueItems: ({ value }, isUnique) => isUnique !== true || !isJsonArray(value) || new Set(value.map(canonical)).size === value.length,
  prefixItems: ({ value, test }, prefix) => !isJsonArray(value) || !isJsonArray(prefix) || prefix.every((item, index) => index >= value.length || test(item, value[index] ?? null)),
  items: ({ schema, value, test }, item) => !isJsonArray(value) || value.slice(isJsonArray(schema.prefixItems) ? schema.prefixItems.length : 0).every((entry) => test(item, entry)),
  contains: ({ schema, value, test }, item) => !isJsonArray(value) || isWithin(value.filter((entry) => test(item, entry)).length, schema.minContains ?? 1, schema.maxContains),

  required: ({ value }, names) => !isJsonObject(value) || hasAll(value, names),
  minProperties: ({ value }, limit) => !isJsonObject(value) || Object.keys(value).length >= Number(limit),
  maxProperties: ({ value }, limit) => !isJsonObject(value) || Object.keys(value).length <= Number(limit),
  properties: ({ value, test }, properties) => !isJsonObject(value) || !isJsonObject(properties) || Object.entries(value).every(([name, part]) => !Object.hasOwn(properties, name) || test(properties[name], part)),
  patternProperties: ({ value, test }, patterns) => !isJsonObject(value) || !isJsonObject(patterns) || Object.entries(patterns).every(([pattern, part]) => Object.entries(value).every(([name, held]) => !matches(pattern, name) || test(part, held))),
  additionalProperties: ({ schema, value, test }, rest) => !isJsonObject(value) || Object.entries(value).every(([name, part]) => isDeclared(schema, name) || test(rest, part)),
  propertyNames: ({ value, test }, names) => !isJsonObject(value) || Object.keys(value).every((name) => test(names, name)),
  dependentRequired: ({ value }, dependents) => !isJsonObject(value) || !isJsonObject(dependents) || Object.entries(dependents).every(([name, needed]) => !Object.hasOwn(value, name) || hasAll(value, needed)),

  allOf: ({ value, test }, branches) => !isJsonArray(branches) || branches.every((branch) => test(branch, value)),
  anyOf: ({ value, test }, branches) => !isJsonArray(branches) || branches.some((branch) => test(branch, value)),
  oneOf: ({ value, test }, branches) => !isJsonArray(branches) || branches.filter((branch) => test(branch, value)).length === 1,
  not: ({ value, test }, forbidden) => !test(forbidden, value),
  if: ({ schema, value, test }, condition) => (test(condition, value) ? schema.then === undefined || test(schema.then, value) : schema.else === undefined || test(schema.else, value)),
};

function isOfType(value: Json, type: Json): boolean {
  if (type === 'null') return value === null;
  if (type === 'array') return isJsonArray(value);
  if (type === 'object') return isJsonObject(value);
  return type === 'integer' ? Number.isInteger(value) : typeof value === type;
}

function hasAll(value: JsonObject, names: Json): boolean {
  return !isJsonArray(names) || names.every((name) => typeof name === 'string' && Object.hasOwn(value, name));
}

function isMultiple(value: number, step: number): boolean {
  const quotient = value / step;
  return Math.abs(quotient - Math.round(quotient)) < 1e-9;
}

function isWithin(count: number, minimum: Json, maximum: Json | undefined): boolean {
  return count >= Number(minimum) && (maximum === undefined || count <= Number(maximum));
}

function isDeclared(schema: JsonObject, name: string): boolean {
  if (isJsonObject(schema.properties) && Object.hasOwn(schema.properties, name)) return true;
  return isJsonObject(schema.patternProperties) && Object.keys(schema.patternProperties).some((pattern) => matches(pattern, name));
}

/** A pattern that this machine cannot read is left to the engine's judgement. */
export function matches(pattern: string, text: string): boolean {
  try {
    return new RegExp(pattern, 'u').test(text);
  } catch {
    return true;
  }
}

function isSame(left: Json, right: Json): boolean {
  return canonical(left) === canonical(right);
}

/** Key order does not matter. */
export function canonical(value: Json): string {
  if (isJsonArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (!isJsonObject(value)) return JSON.stringify(value);
  return `{${Object.entries(value).toSorted(([left], [right]) => (left < right ? -1 : 1)).map(([name, part]) => `${JSON.stringify(name)}:${canonical(part)}`).join(',')}}`;
}
