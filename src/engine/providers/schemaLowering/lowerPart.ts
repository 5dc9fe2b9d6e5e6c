import { toPointer } from '../../base/jsonPointer.ts';
import type { Json, JsonObject, JsonSchema } from '../../model/json.ts';
import type { SchemaLoss } from '../../model/schemaLoss.ts';
import { isJsonArray, isJsonObject } from '../jsonShape.ts';
import type { Dialect } from './dialect.ts';
import { meaningOf } from './meaning.ts';
import { mergeSchemas } from './mergeSchemas.ts';
import { isDefinition, pointerOf, resolve } from './reference.ts';

export interface Lowering {
  readonly root: JsonSchema;
  readonly dialect: Dialect;
  readonly losses: SchemaLoss[];
  /** How many schemas may still be written: references could multiply without end. */
  budget: number;
  keepsReferences: boolean;
}

export interface Place {
  readonly pointer: string;
  /** The references being inlined, outermost first, and how deep the schema lies. */
  readonly inside: readonly string[];
  readonly depth: number;
}

const deepest = 64;

/** The vendor's version of one schema and what lies below it: it takes whatever the schema takes, and says in its description what it no longer checks. */
export function lowerPart(schema: Json | undefined, place: Place, lowering: Lowering): JsonObject {
  lowering.budget -= 1;
  if (!isJsonObject(schema)) return schema === false ? noted({}, [lose(lowering, { pointer: place.pointer, keyword: 'false', meaning: 'Not allowed.' })]) : {};
  if (place.depth > deepest || lowering.budget < 0) return noted({}, [lose(lowering, { pointer: place.pointer, keyword: 'size', meaning: 'Described no further: the schema is too large.' })]);
  if (place.pointer !== '' && typeof schema['$id'] === 'string') return noted({}, [lose(lowering, { pointer: place.pointer, keyword: '$id', meaning: 'Described in a schema of its own.' })]);
  if (isKept(schema, place, lowering)) return { $ref: schema['$ref'] ?? '' };
  const notes: string[] = [];
  const own: Record<string, Json> = {};
  for (const [keyword, value] of Object.entries(schema)) {
    const kept = keep(keyword, { schema, value, place, lowering });
    if (kept !== undefined) own[kept.keyword] = kept.value;
    else if (keyword !== '$ref' && keyword !== 'allOf') drop(keyword, { schema, place, lowering, notes });
  }
  const merged = withParts(noted(own, notes), { schema, place, lowering });
  return [merged['type']].flat().includes('array') && merged['items'] === undefined ? { ...merged, items: {} } : merged;
}

interface Part {
  readonly schema: JsonObject;
  readonly place: Place;
  readonly lowering: Lowering;
}

function isKept(schema: JsonObject, { depth }: Place, lowering: Lowering): boolean {
  const { $ref } = schema;
  if (!lowering.dialect.takesDefinitions || depth === 0 || typeof $ref !== 'string' || !isDefinition($ref) || Object.keys(schema).length > 1) return false;
  if (resolve(lowering.root, pointerOf($ref) ?? '') === undefined) return false;
  lowering.keepsReferences = true;
  return true;
}

function drop(keyword: string, { schema, place, lowering, notes }: Part & { readonly notes: string[] }): void {
  const meaning = meaningOf(keyword, schema);
  if (meaning !== undefined) notes.push(lose(lowering, { pointer: place.pointer, keyword, meaning }));
}

function lose({ losses }: Lowering, lost: SchemaLoss): string {
  if (!losses.some(({ pointer, keyword }) => pointer === lost.pointer && keyword === lost.keyword)) losses.push(lost);
  return lost.meaning;
}

function noted(schema: JsonObject, notes: readonly string[]): JsonObject {
  const { description } = schema;
  const said = typeof description === 'string' ? [description, ...notes] : notes;
  return notes.length === 0 ? schema : { ...schema, description: said.join(' ') };
}

interface Kept {
  readonly keyword: string;
  readonly value: Json;
}

/** The keyword as the vendor takes it; undefined where it does not. */
function keep(keyword: string, { schema, value, place, lowering }: Part & { readonly value: Json }): Kept | undefined {
  const { keywords, formats, takesAnyEnum } = lowering.dialect;
  if (keyword === 'oneOf' && schema['anyOf'] === undefined) return keepUnion(value, keyword, { schema, place, lowering });
  if (keyword === 'const' && !keywords.has('const') && schema['enum'] === undefined) return isPlain(value) ? { keyword: 'enum', value: [value] } : undefined;
  if (!keywords.has(keyword)) return undefined;
  const below = (child: Json | undefined, ...path: readonly PropertyKey[]): JsonObject => lowerPart(child, step(place, [keyword, ...path]), lowering);
  switch (keyword) {
    case 'anyOf':
      return keepUnion(value, keyword, { schema, place, lowering });
    case 'properties':
      return isJsonObject(value) ? { keyword, value: Object.fromEntries(Object.entries(value).map(([name, property]) => [name, below(property, name)])) } : undefined;
    case 'prefixItems':
      return isJsonArray(value) ? { keyword, value: value.map((item, index) => below(item, index)) } : undefined;
    case 'items':
      return value === false || isJsonArray(value) || (schema['prefixItems'] !== undefined && !keywords.has('prefixItems')) ? undefined : { keyword, value: below(value) };
    case 'additionalProperties':
      if (schema['patternProperties'] !== undefined) return undefined;
      return { keyword, value: typeof value === 'boolean' ? value : below(value) };
    case 'format':
      return typeof value === 'string' && formats.has(value) ? { keyword, value } : undefined;
    case 'enum':
      return takesAnyEnum || (isJsonArray(value) && value.every(isPlain)) ? { keyword, value } : undefined;
    default:
      return { keyword, value };
  }
}

function isPlain(value: Json): boolean {
  return typeof value === 'string' || typeof value === 'number';
}

/** "Exactly one of" becomes "one of": vendors have no other union. */
function keepUnion(value: Json, keyword: string, { schema, place, lowering }: Part): Kept | undefined {
  if (!isJsonArray(value)) return undefined;
  if (schema === lowering.root) return undefined;
  if (keyword === 'oneOf') lose(lowering, { pointer: place.pointer, keyword, meaning: 'Exactly one of these, no two at once.' });
  return { keyword: 'anyOf', value: value.map((branch, index) => lowerPart(branch, step(place, [keyword, index]), lowering)) };
}

function step({ pointer, inside, depth }: Place, path: readonly PropertyKey[]): Place {
  return { pointer: pointer + toPointer(path), inside, depth: depth + 1 };
}

function withParts(own: JsonObject, { schema, place, lowering }: Part): JsonObject {
  const all = isJsonArray(schema['allOf']) ? schema['allOf'] : [];
  const parts = [...(schema['$ref'] === undefined ? [] : [inlined(schema['$ref'], place, lowering)]), ...all.map((part, index) => lowerPart(part, { ...step(place, ['allOf', index]) }, lowering))];
  return parts.reduce((sum, part) => {
    const { schema: merged, dropped } = mergeSchemas(sum, part);
    return noted(merged, dropped.flatMap((keyword) => saidOf(keyword, part, { schema, place, lowering })));
  }, own);
}

function saidOf(keyword: string, part: JsonObject, { place, lowering }: Part): readonly string[] {
  const meaning = meaningOf(keyword, part);
  return meaning === undefined ? [] : [lose(lowering, { pointer: place.pointer, keyword, meaning })];
}

function inlined(reference: Json, place: Place, lowering: Lowering): JsonObject {
  const pointer = pointerOf(reference);
  const target = pointer === undefined ? undefined : resolve(lowering.root, pointer);
  if (pointer === undefined || target === undefined) return noted({}, [lose(lowering, { pointer: place.pointer, keyword: '$ref', meaning: `As ${JSON.stringify(reference)} says.` })]);
  if (!place.inside.includes(pointer)) return lowerPart(target, { pointer, inside: [...place.inside, pointer], depth: place.depth + 1 }, lowering);
  const type = isJsonObject(target) ? target['type'] : undefined;
  return noted(type === undefined ? {} : { type }, [lose(lowering, { pointer: place.pointer, keyword: '$ref', meaning: `Built like the ${pointer.split('/').at(-1) || 'whole'} it lies in.` })]);
}
