import { fromPointer } from '../../base/jsonPointer.ts';
import type { Json, JsonObject } from '../../model/json.ts';

/** A schema with the address of the resource it belongs to. */
export interface SchemaPlace {
  readonly schema: Json;
  readonly base: string;
}

/** Where the references of a schema lead. */
export interface SchemaIndex {
  readonly root: SchemaPlace;
  /** Every schema of the document itself. */
  readonly all: readonly { readonly schema: JsonObject; readonly base: string }[];
  /** The place as it is entered: an `$id` of its own makes it a resource. */
  enter(place: SchemaPlace): SchemaPlace;
  /** Throws `SchemaError` where a reference leads nowhere: nothing is ever fetched. */
  resolve(reference: string, base: string): SchemaPlace;
  /** What a resource calls by this dynamic anchor. */
  dynamicAnchor(base: string, name: string): SchemaPlace | undefined;
}

/** A schema that cannot be used, in words for its author. */
export class SchemaError extends Error {
  override readonly name = 'SchemaError';
}

/** The address of a schema that does not say its own. */
const nameless = 'schema:///';

const single = ['additionalProperties', 'propertyNames', 'items', 'contains', 'not', 'if', 'then', 'else', 'unevaluatedItems', 'unevaluatedProperties', 'contentSchema'];
const lists = ['allOf', 'anyOf', 'oneOf', 'prefixItems'];
const maps = ['properties', 'patternProperties', 'dependentSchemas', '$defs', 'definitions', 'dependencies'];

/** Finds every resource and anchor of a schema and of the documents it may refer to besides. Only places that hold schemas count, not constants. */
export function schemaIndex(root: Json, others: readonly JsonObject[]): SchemaIndex {
  const resources = new Map<string, Json>();
  const anchors = new Map<string, SchemaPlace>();
  const dynamicAnchors = new Map<string, SchemaPlace>();
  const bases = new Map<JsonObject, string>();
  const resolved = new Map<string, Map<string, SchemaPlace>>();

  const visit = (schema: Json | undefined, outer: string): void => {
    if (!isObject(schema)) return;
    const base = baseOf(schema, outer);
    bases.set(schema, base);
    if (base !== outer) addOnce(resources, base, schema);
    const { $anchor, $dynamicAnchor } = schema;
    if (typeof $anchor === 'string') addOnce(anchors, `${base}#${$anchor}`, { schema, base });
    if (typeof $dynamicAnchor === 'string') {
      addOnce(anchors, `${base}#${$dynamicAnchor}`, { schema, base });
      dynamicAnchors.set(`${base}#${$dynamicAnchor}`, { schema, base });
    }
    for (const child of subschemas(schema)) visit(child, base);
  };

  resources.set(nameless, root);
  visit(root, nameless);
  const all = [...bases].map(([schema, base]) => ({ schema, base }));
  for (const other of others) visit(other, nameless);

  return {
    root: { schema: root, base: nameless },
    all,
    enter: ({ schema, base }) => ({ schema, base: isObject(schema) ? (bases.get(schema) ?? baseOf(schema, base)) : base }),
    dynamicAnchor: (base, name) => dynamicAnchors.get(`${base}#${name}`),
    resolve(reference, base) {
      const known = resolved.get(base)?.get(reference);
      if (known) return known;
      const { address, fragment } = locate(reference, base);
      const resource = resources.get(address);
      if (resource === undefined) throw new SchemaError(`can't resolve reference ${reference}: it leads out of the schema, and nothing is fetched.`);
      const found = fragment === '' ? { schema: resource, base: address } : fragment.startsWith('/') ? follow(resource, fragment, address) : anchors.get(`${address}#${fragment}`);
      if (found === undefined) throw new SchemaError(`can't resolve reference ${reference}: there is nothing at that place.`);
      resolved.set(base, (resolved.get(base) ?? new Map<string, SchemaPlace>()).set(reference, found));
      return found;
    },
  };
}

function addOnce<T>(map: Map<string, T>, address: string, found: T): void {
  if (map.has(address)) throw new SchemaError(`the address ${address} is given twice.`);
  map.set(address, found);
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function* subschemas(schema: JsonObject): Generator<Json | undefined> {
  for (const name of single) yield schema[name];
  for (const name of lists) {
    const list = schema[name];
    if (Array.isArray(list)) yield* list;
  }
  for (const name of maps) {
    const map = schema[name];
    if (isObject(map)) yield* Object.values(map);
  }
}

function baseOf({ $id }: JsonObject, outer: string): string {
  return typeof $id === 'string' ? locate($id, outer).address : outer;
}

function locate(reference: string, base: string): { readonly address: string; readonly fragment: string } {
  if (!URL.canParse(reference, base)) throw new SchemaError(`the reference ${JSON.stringify(reference)} is not an address.`);
  const url = new URL(reference, base);
  const fragment = decode(url.hash.slice(1));
  url.hash = '';
  return { address: url.href, fragment };
}

function decode(fragment: string): string {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
}

/** A pointer may cross into resources inside the resource; each changes what further references are relative to. */
function follow(resource: Json, pointer: string, address: string): SchemaPlace | undefined {
  let place: SchemaPlace = { schema: resource, base: address };
  for (const [depth, segment] of fromPointer(pointer).entries()) {
    const { schema } = place;
    const base = depth > 0 && isObject(schema) ? baseOf(schema, place.base) : place.base;
    const next = isObject(schema) ? (Object.hasOwn(schema, segment) ? schema[segment] : undefined) : Array.isArray(schema) ? (schema[Number(segment)] as Json | undefined) : undefined;
    if (next === undefined) return undefined;
    place = { schema: next, base };
  }
  return place;
}
