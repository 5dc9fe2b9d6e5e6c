import type { JsonObject } from '../../model/json.ts';
import { isJsonArray, isJsonObject } from '../jsonShape.ts';

export interface Merged {
  readonly schema: JsonObject;
  /** Keywords of the second that gave way. */
  readonly dropped: readonly string[];
}

/** One schema for what must satisfy both. Where they disagree the first one's keyword stays: the result never refuses what both take. */
export function mergeSchemas(first: JsonObject, second: JsonObject): Merged {
  const dropped: string[] = [];
  const schema: Record<string, JsonObject[string]> = { ...first };
  for (const [keyword, value] of Object.entries(second)) {
    const mine = first[keyword];
    if (mine === undefined) schema[keyword] = value;
    else if (JSON.stringify(mine) === JSON.stringify(value)) continue;
    else if (keyword === 'description' && typeof mine === 'string' && typeof value === 'string') schema[keyword] = `${mine} ${value}`;
    else if (keyword === 'required' && isJsonArray(mine) && isJsonArray(value)) schema[keyword] = [...new Set([...mine, ...value])];
    else if (keyword === 'properties' && isJsonObject(mine) && isJsonObject(value)) schema[keyword] = mergeProperties(mine, value, dropped);
    else if (keyword !== 'title') dropped.push(keyword);
  }
  return { schema, dropped };
}

function mergeProperties(first: JsonObject, second: JsonObject, dropped: string[]): JsonObject {
  const shared = Object.entries(second).flatMap(([name, value]): readonly (readonly [string, JsonObject])[] => {
    const mine = Object.hasOwn(first, name) ? first[name] : undefined;
    if (!isJsonObject(mine) || !isJsonObject(value)) return [];
    const merged = mergeSchemas(mine, value);
    if (merged.dropped.length > 0) dropped.push('properties');
    return [[name, merged.schema]];
  });
  return Object.fromEntries([...Object.entries(second), ...Object.entries(first), ...shared]);
}
