import type { Json, JsonObject } from '../../../model/json.ts';
import { isJsonObject } from '../../jsonShape.ts';
import { matches } from './accepts.ts';
import type { Place } from './place.ts';
import { toNames } from './schemaShape.ts';

/** Deeper than this only what is required is filled, so that schemas that contain themselves end. */
const generousDepth = 6;

export function generateObject(schema: JsonObject, place: Place): JsonObject {
  const properties = isJsonObject(schema.properties) ? schema.properties : {};
  const required = new Set(toNames(schema.required));
  const names = [...new Set([...Object.keys(properties), ...required])].filter((name) => required.has(name) || isWanted(properties[name], name, place));
  const value: Record<string, Json> = {};
  for (const name of names.slice(0, Math.max(required.size, Number(schema.maxProperties ?? Infinity)))) {
    value[name] = generateProperty(schemaOf(schema, name), name, place);
  }
  fillUp(value, schema, place);
  return value;
}

function isWanted(schema: Json | undefined, name: string, place: Place): boolean {
  if (isJsonObject(place.draft) && place.variant === 0 && Object.hasOwn(place.draft, name)) return true;
  if (place.path.length >= generousDepth || schema === false) return false;
  return place.variant % 3 === 2 || (place.variant === 0 && place.writer.wants(inside(schema, name, place)));
}

function schemaOf(schema: JsonObject, name: string): Json {
  if (isJsonObject(schema.properties) && Object.hasOwn(schema.properties, name)) return schema.properties[name] ?? true;
  const pattern = isJsonObject(schema.patternProperties) ? Object.entries(schema.patternProperties).find(([candidate]) => matches(candidate, name)) : undefined;
  return pattern?.[1] ?? schema.additionalProperties ?? true;
}

function generateProperty(schema: Json, name: string, place: Place): Json {
  return place.make(inside(schema, name, place));
}

function inside(schema: Json | undefined, name: string, place: Place): Place {
  const draft = isJsonObject(place.draft) && Object.hasOwn(place.draft, name) ? place.draft[name] : undefined;
  return { ...place, schema, draft, path: [...place.path, name], variant: 0 };
}

/** Adds optional and then free properties until there are enough. */
function fillUp(value: Record<string, Json>, schema: JsonObject, place: Place): void {
  const least = Number(schema.minProperties ?? 0);
  const declared = isJsonObject(schema.properties) ? Object.keys(schema.properties) : [];
  for (const name of declared) {
    if (Object.keys(value).length >= least) return;
    if (!Object.hasOwn(value, name)) value[name] = generateProperty(schemaOf(schema, name), name, place);
  }
  for (let index = 0; Object.keys(value).length < least && index < least * 4; index += 1) {
    const name = freeName(schema, index, place);
    value[name] = generateProperty(schemaOf(schema, name), name, place);
  }
}

function freeName(schema: JsonObject, index: number, place: Place): string {
  const pattern = isJsonObject(schema.patternProperties) && schema.additionalProperties === false ? Object.keys(schema.patternProperties)[0] : undefined;
  const asked = isJsonObject(schema.propertyNames) ? schema.propertyNames : {};
  const named = { type: 'string', ...asked, ...(pattern === undefined ? {} : { pattern }) };
  const name = place.make({ ...place, schema: named, draft: `detail${index + 1}`, path: [...place.path, `name${index}`], variant: 0 });
  return typeof name === 'string' ? name : `detail${index + 1}`;
}
