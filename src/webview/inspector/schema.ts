import type { Json, JsonObject, JsonSchema } from '../../engine/model/json.ts';

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const maxHops = 20;

/** The schema that speaks about this value: references followed, alternatives chosen by the value, parts merged. */
export function schemaFor(schema: Json | undefined, value: Json, root: JsonSchema): JsonObject {
  let current = isObject(schema) ? schema : {};
  for (let hop = 0; hop < maxHops; hop += 1) {
    const next = step(current, value, root);
    if (!next) break;
    current = next;
  }
  return current;
}

function step(schema: JsonObject, value: Json, root: JsonSchema): JsonObject | undefined {
  const { $ref, allOf, ...own } = schema;
  if (typeof $ref === 'string') return { ...referenced(root, $ref), ...omit(own, 'title', 'description'), ...own };
  if (Array.isArray(allOf)) return mergeAll([...allOf.filter(isObject), own]);
  const alternatives = schema['anyOf'] ?? schema['oneOf'];
  if (!Array.isArray(alternatives)) return undefined;
  const chosen = alternatives.filter(isObject).find((alternative) => couldBe(schemaFor(alternative, value, root), value));
  return { ...chosen, ...omit(schema, 'anyOf', 'oneOf') };
}

function omit(schema: JsonObject, ...keys: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(schema).filter(([key]) => !keys.includes(key)));
}

function mergeAll(parts: readonly JsonObject[]): JsonObject {
  const properties = Object.assign({}, ...parts.map((part) => part['properties'])) as JsonObject;
  return { ...Object.assign({}, ...parts), properties } as JsonObject;
}

/** The place a local reference names; nothing is ever fetched. */
export function referenced(root: JsonSchema, reference: string): JsonObject {
  if (!reference.startsWith('#')) return {};
  const keys = reference.slice(1).split('/').slice(1).map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
  let place: Json | undefined = root;
  for (const key of keys) place = isObject(place) && Object.hasOwn(place, key) ? place[key] : undefined;
  return isObject(place) ? place : {};
}

/** A cheap look at type and fixed members: enough to tell the branches of a union apart. */
function couldBe(schema: JsonObject, value: Json): boolean {
  const { type, properties } = schema;
  if (schema['const'] !== undefined && schema['const'] !== value) return false;
  if (typeof type === 'string' && type !== typeOf(value) && !(type === 'integer' && typeof value === 'number')) return false;
  if (!isObject(value) || !isObject(properties)) return true;
  return Object.entries(properties).every(([key, property]) => {
    const fixed = isObject(property) ? property['const'] : undefined;
    return fixed === undefined || fixed === value[key];
  });
}

function typeOf(value: Json): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

export function propertyOf(schema: JsonObject, key: string): Json | undefined {
  const { properties, additionalProperties } = schema;
  return isObject(properties) && Object.hasOwn(properties, key) ? properties[key] : additionalProperties;
}

/** Declared fields first, in the order of the schema; what the schema does not know follows. */
export function orderedKeys(schema: JsonObject, value: JsonObject): string[] {
  const declared = isObject(schema['properties']) ? Object.keys(schema['properties']) : [];
  const present = Object.keys(value);
  return [...declared.filter((key) => Object.hasOwn(value, key)), ...present.filter((key) => !declared.includes(key))];
}

export function textAt(schema: JsonObject, key: 'title' | 'description'): string | null {
  const text = schema[key];
  return typeof text === 'string' && text !== '' ? text : null;
}

/** `acceptanceCriteria` and `acceptance_criteria` read as `Acceptance criteria`. */
export function titleFromKey(key: string): string {
  const words = key.replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2').replaceAll(/[_-]+/g, ' ').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
