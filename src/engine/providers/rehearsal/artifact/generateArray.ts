import type { Json, JsonObject } from '../../../model/json.ts';
import { isJsonArray } from '../../jsonShape.ts';
import { accepts, canonical } from './accepts.ts';
import type { Place } from './place.ts';

const deep = 6;

export function generateArray(schema: JsonObject, place: Place): readonly Json[] {
  const prefix = isJsonArray(schema.prefixItems) ? schema.prefixItems : [];
  const drafts = isJsonArray(place.draft) ? place.draft : [];
  const value: Json[] = [];
  const length = lengthOf(schema, place, prefix.length);
  for (let index = 0; index < length; index += 1) {
    const needed = index >= prefix.length && index < prefix.length + containsCount(schema) ? { allOf: [schema.items ?? {}, schema.contains ?? {}] } : (prefix[index] ?? schema.items ?? true);
    const item = generateItem({ ...place, schema: needed, draft: drafts[index], path: [...place.path, index], variant: 0 }, schema.uniqueItems === true ? value : []);
    value.push(item);
  }
  return schema.uniqueItems === true ? distinct(value, Number(schema.minItems ?? 0)) : value;
}

function lengthOf(schema: JsonObject, place: Place, prefixLength: number): number {
  const least = Math.max(Number(schema.minItems ?? 0), containsCount(schema) === 0 ? 0 : prefixLength + containsCount(schema));
  const most = Math.min(Number(schema.maxItems ?? Infinity), schema.items === false ? prefixLength : Infinity);
  const drafted = isJsonArray(place.draft) && place.variant === 0 ? place.draft.length : undefined;
  const wanted = drafted ?? (place.path.length >= deep || place.variant % 2 === 1 ? least : Math.max(prefixLength, place.writer.length(place)));
  return Math.min(most, Math.max(least, wanted));
}

function containsCount(schema: JsonObject): number {
  return schema.contains === undefined ? 0 : Number(schema.minContains ?? 1);
}

/** Tries other variants until the item differs from those before it. */
function generateItem(place: Place, others: readonly Json[]): Json {
  const taken = new Set(others.map(canonical));
  let item = place.make(place);
  for (let variant = 1; variant < 40 && taken.has(canonical(item)); variant += 1) {
    const other = place.make({ ...place, variant: variant + others.length, draft: undefined });
    if (accepts(place.schema, other, place.root)) item = other;
  }
  return item;
}

/** Fewer items are better than equal ones, down to the minimum. */
function distinct(items: readonly Json[], least: number): readonly Json[] {
  const unique = [...new Map(items.map((item) => [canonical(item), item])).values()];
  return unique.length >= least ? unique : items;
}
