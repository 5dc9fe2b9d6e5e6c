import type { Json, JsonObject, JsonSchema } from '../../../model/json.ts';
import { isJsonArray, isJsonObject } from '../../jsonShape.ts';

/** Follows a reference inside the same document: `#`, a JSON pointer, or an anchor. Unknown ones mean "anything". */
export function resolveReference(reference: string, root: JsonSchema): Json {
  if (!reference.startsWith('#')) return true;
  const path = decodeURIComponent(reference.slice(1));
  if (path === '') return root;
  return path.startsWith('/') ? (followPointer(root, path) ?? true) : (findAnchor(root, path) ?? true);
}

function followPointer(root: Json, pointer: string): Json | undefined {
  const segments = pointer.slice(1).split('/').map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'));
  return segments.reduce<Json | undefined>((value, segment) => {
    if (isJsonArray(value)) return value[Number(segment)];
    return isJsonObject(value) && Object.hasOwn(value, segment) ? value[segment] : undefined;
  }, root);
}

function findAnchor(value: Json, anchor: string): Json | undefined {
  if (!isJsonObject(value) && !isJsonArray(value)) return undefined;
  if (isJsonObject(value) && (value.$anchor === anchor || value.$dynamicAnchor === anchor)) return value;
  for (const part of Object.values(value)) {
    const found = findAnchor(part, anchor);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A schema without `$ref` and `allOf` at its top: their content is merged in. */
export function flatten(schema: Json | undefined, root: JsonSchema, depth = 0): JsonObject {
  if (!isJsonObject(schema) || depth > 20) return schema === false ? { not: {} } : {};
  const { $ref, $dynamicRef, allOf, ...own } = schema;
  const reference = typeof $ref === 'string' ? $ref : $dynamicRef;
  const parts = [
    ...(typeof reference === 'string' ? [resolveReference(reference, root)] : []),
    ...(isJsonArray(allOf) ? allOf : []),
  ];
  return parts.reduce<JsonObject>((merged, part) => merge(merged, flatten(part, root, depth + 1)), own);
}

/** A schema that asks for both. Where two keywords cannot be one, the second goes into `allOf`, which generating checks at the end. */
export function merge(left: JsonObject, right: JsonObject): JsonObject {
  const merged: Record<string, Json> = { ...left };
  for (const [keyword, argument] of Object.entries(right)) {
    const existing = merged[keyword];
    if (existing === undefined) merged[keyword] = argument;
    else mergeKeyword(merged, keyword, argument);
  }
  return merged;
}

function mergeKeyword(merged: Record<string, Json>, keyword: string, argument: Json): void {
  const existing = merged[keyword] ?? null;
  if (lowerLimits.has(keyword)) merged[keyword] = Math.max(Number(existing), Number(argument));
  else if (upperLimits.has(keyword)) merged[keyword] = Math.min(Number(existing), Number(argument));
  else if (keyword === 'required') merged[keyword] = [...new Set([...toList(existing), ...toList(argument)])];
  else if (keyword === 'properties' && isJsonObject(existing) && isJsonObject(argument)) merged[keyword] = mergeProperties(existing, argument);
  else if (keyword === 'type') merged[keyword] = commonTypes(toList(existing), toList(argument));
  else if (keyword === 'enum') merged[keyword] = toList(existing).filter((member) => toList(argument).some((other) => JSON.stringify(other) === JSON.stringify(member)));
  else if (!annotations.has(keyword)) merged.allOf = [...toList(merged.allOf ?? []), { [keyword]: argument }];
}

const lowerLimits = new Set(['minimum', 'exclusiveMinimum', 'minLength', 'minItems', 'minProperties', 'minContains']);
const upperLimits = new Set(['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems', 'maxProperties', 'maxContains']);
const annotations = new Set(['title', 'description', 'default', 'examples', '$comment', '$defs', '$id', '$schema', 'deprecated', 'readOnly', 'writeOnly']);

function mergeProperties(left: JsonObject, right: JsonObject): JsonObject {
  const merged: Record<string, Json> = { ...left };
  for (const [name, schema] of Object.entries(right)) {
    const existing = merged[name];
    merged[name] = existing === undefined ? schema : { allOf: [existing, schema] };
  }
  return merged;
}

function commonTypes(left: readonly Json[], right: readonly Json[]): readonly Json[] {
  const common = left.filter((type) => right.includes(type) || (type === 'integer' && right.includes('number')));
  return common.length === 0 && left.includes('number') && right.includes('integer') ? ['integer'] : common;
}

export function toList(value: Json): readonly Json[] {
  return isJsonArray(value) ? value : [value];
}

export function toNames(value: Json | undefined): readonly string[] {
  return isJsonArray(value) ? value.filter((name) => typeof name === 'string') : [];
}
