import type { Json, JsonObject, JsonSchema } from '../../model/json.ts';
import { isJsonArray, isJsonObject } from '../jsonShape.ts';
import { isDefinition, resolve } from './reference.ts';

const keywords = new Set(['type', 'description', 'properties', 'required', 'additionalProperties', 'items', 'enum', 'const', 'anyOf', '$ref', '$defs']);

/** Well below the limits that the vendor names (10 levels, 1,000 enum values, 5,000 properties). */
const mostLevels = 8;
const mostCharacters = 15_000;

/**
 * Whether the vendor's strict mode takes the schema exactly as it is: closed objects whose properties are all required, and only the
 * keywords of shape. Bounds, patterns and formats stay out: fine-tuned models and other servers refuse them there.
 */
export function isStrict(schema: JsonSchema): boolean {
  const definitions = schema['$defs'];
  if (schema['type'] !== 'object' || schema['anyOf'] !== undefined || JSON.stringify(schema).length > mostCharacters) return false;
  const defined = isJsonObject(definitions) ? Object.values(definitions) : [];
  return [schema, ...defined].every((part) => takes(part, { root: schema, level: 0 }));
}

interface Place {
  readonly root: JsonSchema;
  readonly level: number;
}

function takes(schema: Json | undefined, { root, level }: Place): boolean {
  if (!isJsonObject(schema) || level > mostLevels) return false;
  const names = Object.keys(schema);
  const below: Place = { root, level: level + 1 };
  if (!names.every((name) => keywords.has(name)) || (schema !== root && names.includes('$defs'))) return false;
  if (schema['$ref'] !== undefined) return names.length === 1 && isKnown(schema['$ref'], root);
  const { anyOf } = schema;
  if (anyOf !== undefined) return isJsonArray(anyOf) && names.every((name) => name === 'anyOf' || name === 'description') && anyOf.every((branch) => takes(branch, below));
  return takesTyped(schema, below);
}

function isKnown(reference: Json, root: JsonSchema): boolean {
  return typeof reference === 'string' && isDefinition(reference) && isJsonObject(resolve(root, reference.slice(1)));
}

function takesTyped(schema: JsonObject, below: Place): boolean {
  const { type } = schema;
  const types = isJsonArray(type) ? type : [type];
  if (type === undefined || types.length === 0) return false;
  if (types.includes('object') && !takesObject(schema, below)) return false;
  return !types.includes('array') || takes(schema['items'], below);
}

function takesObject({ properties, required, additionalProperties }: JsonObject, below: Place): boolean {
  if (!isJsonObject(properties) || !isJsonArray(required) || additionalProperties !== false) return false;
  const names = Object.keys(properties);
  return required.length === names.length && names.every((name) => required.includes(name)) && Object.values(properties).every((property) => takes(property, below));
}
