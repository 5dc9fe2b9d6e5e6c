import { fromPointer } from '../../base/jsonPointer.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import { isObject, listOf } from './looseTemplate.ts';
import type { Path } from './problem.ts';

/** A schema somewhere in a schema, with the schemas that judge the same value as it does. */
export interface SchemaPlace {
  readonly schema: JsonObject;
  readonly path: Path;
}

const besideOne = ['else', 'if', 'not', 'then'];
const besideMany = ['allOf', 'anyOf', 'oneOf'];

/**
 * What is wrong with `$ref` in a schema whose root is at `root`: places that are not there, and circles that never go into a property or an
 * item, so that checking a value would not end. A schema with an `$id` inside names places in its own way and is left to the validator.
 */
export function referenceFindings(schema: JsonObject, places: readonly SchemaPlace[], root: Path): readonly { readonly path: Path; readonly message: string }[] {
  if (places.some(({ schema: part }) => part['$id'] !== undefined)) return [];
  const targetOf = targets(schema, places);
  const circular = circularReferences(places, targetOf);
  return places.flatMap(({ schema: part, path }) => {
    const { $ref } = part;
    if (!isLocal($ref)) return [];
    const problem = targetOf(part) === undefined ? 'leads nowhere: there is no such place in this schema' : circular.has(part) ? 'comes back to itself without going into a property or an item, so that checking a value would never end' : undefined;
    return problem === undefined ? [] : [{ path: [...root, ...path, '$ref'], message: `"${$ref}" ${problem}.` }];
  });
}

/** The schema that the reference of a schema leads to; `undefined` where it has none, or one that leads nowhere. */
type TargetOf = (schema: JsonObject) => Json | undefined;

function targets(schema: JsonObject, places: readonly SchemaPlace[]): TargetOf {
  const anchors = new Map(places.flatMap(({ schema: part }) => [part['$anchor'], part['$dynamicAnchor']].flatMap((name) => (typeof name === 'string' ? [[name, part] as const] : []))));
  return ({ $ref }) => {
    if (!isLocal($ref)) return undefined;
    const fragment = decoded($ref.slice(1));
    return fragment === '' || fragment.startsWith('/') ? placeAt(schema, fragment) : anchors.get(fragment);
  };
}

function placeAt(schema: JsonObject, pointer: string): Json | undefined {
  let place: Json | undefined = schema;
  for (const segment of fromPointer(pointer)) {
    if (Array.isArray(place)) place = /^\d{1,6}$/.test(segment) ? (place[Number(segment)] as Json | undefined) : undefined;
    else place = isObject(place) && Object.hasOwn(place, segment) ? place[segment] : undefined;
  }
  return isObject(place) || typeof place === 'boolean' ? place : undefined;
}

function isLocal(reference: Json | undefined): reference is string {
  return typeof reference === 'string' && reference.startsWith('#');
}

function decoded(fragment: string): string {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
}

/** One schema with a reference for each circle. Looks at each schema once, without recursion. */
function circularReferences(places: readonly SchemaPlace[], targetOf: TargetOf): ReadonlySet<JsonObject> {
  const circular = new Set<JsonObject>();
  const finished = new Set<JsonObject>();
  for (const { schema } of places) {
    const trail: { readonly schema: JsonObject; readonly open: JsonObject[] }[] = [];
    const entered = new Set<JsonObject>();
    const enter = (next: JsonObject): void => {
      if (entered.has(next)) return void circular.add(trail.findLast((step) => step.schema['$ref'] !== undefined)?.schema ?? next);
      if (finished.has(next)) return;
      entered.add(next);
      trail.push({ schema: next, open: beside(next, targetOf) });
    };
    enter(schema);
    for (let step = trail.at(-1); step; step = trail.at(-1)) {
      const next = step.open.pop();
      if (next) enter(next);
      else {
        trail.pop();
        entered.delete(step.schema);
        finished.add(step.schema);
      }
    }
  }
  return circular;
}

function beside(schema: JsonObject, targetOf: TargetOf): JsonObject[] {
  const dependent = schema['dependentSchemas'];
  return [targetOf(schema), ...besideOne.map((key) => schema[key]), ...besideMany.flatMap((key) => listOf(schema[key])), ...(isObject(dependent) ? Object.values(dependent) : [])].filter(isObject);
}
