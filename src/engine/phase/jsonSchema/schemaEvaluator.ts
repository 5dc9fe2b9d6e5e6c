import type { Issue } from '../../model/artifact.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import { applicators } from './applicators.ts';
import { assertions } from './assertions.ts';
import { type Evaluation, isObject, type Keyword, type Verdict } from './evaluation.ts';
import type { SchemaIndex, SchemaPlace } from './schemaIndex.ts';

/** Applications of a schema to a value that one check may need; a schema that needs more doubles its work with each step it refers to. */
const mostApplications = 500_000;

/** The schema asks for more work than any check of its data may take. */
export class EndlessSchema extends Error {
  override readonly name = 'EndlessSchema';
}

/**
 * Checks values as JSON Schema 2020-12 defines it, dynamic references and `unevaluated…` included. The check throws `SchemaError` for a
 * reference that leads nowhere, `EndlessSchema` or `RangeError` where the schema refers to itself without end.
 */
export function schemaEvaluator(index: SchemaIndex): (data: Json) => readonly Issue[] {
  return (data) => evaluate({ index, place: index.root, scope: [], work: { applications: 0 } }, data, '').issues;
}

interface Application {
  readonly index: SchemaIndex;
  readonly place: SchemaPlace;
  /** Addresses of the resources that were entered on the way here, outermost first. */
  readonly scope: readonly string[];
  /** Counted over the whole check. */
  readonly work: { applications: number };
}

const nothingSeen = { properties: new Set<string>(), items: new Set<number>() };

function evaluate(application: Application, data: Json, pointer: string): Verdict {
  application.work.applications += 1;
  if (application.work.applications > mostApplications) throw new EndlessSchema('The schema asks for too much work.');
  const place = application.index.enter(application.place);
  const { schema } = place;
  if (!isObject(schema)) return { issues: schema === false ? [{ pointer, message: 'must not be there' }] : [], ...nothingSeen };
  const scope = application.scope.at(-1) === place.base ? application.scope : [...application.scope, place.base];
  return applyKeywords({ ...application, place, scope }, schema, { data, pointer });
}

function applyKeywords(here: Application, schema: JsonObject, { data, pointer }: { readonly data: Json; readonly pointer: string }): Verdict {
  const issues: Issue[] = [];
  const properties = new Set<string>();
  const items = new Set<number>();
  const evaluation: Evaluation = {
    schema, data, pointer,
    seenProperties: properties, seenItems: items,
    report: (message, place = pointer) => issues.push({ pointer: place, message }),
    inPlace: (below) => evaluate({ ...here, place: { schema: below, base: here.place.base } }, data, pointer),
    at: (below, part, place) => evaluate({ ...here, place: { schema: below, base: here.place.base } }, part, place),
    referTo: (target) => evaluate({ ...here, place: target }, data, pointer),
    resolve: (reference, isDynamic) => (isDynamic ? resolveDynamic(here, reference) : here.index.resolve(reference, here.place.base)),
    adopt(verdict) {
      issues.push(...verdict.issues);
      if (verdict.issues.length > 0) return;
      for (const name of verdict.properties) properties.add(name);
      for (const item of verdict.items) items.add(item);
    },
    markProperty: (name) => properties.add(name),
    markItem: (item) => items.add(item),
  };
  for (const { keyword, value } of keywordsOf(schema)) keyword(value, evaluation);
  return { issues, properties, items };
}

interface Applied {
  readonly keyword: Keyword;
  readonly value: Json;
}

const keywords: readonly (readonly [name: string, keyword: Keyword])[] = [...Object.entries(assertions), ...applicators];
const known = new WeakMap<JsonObject, readonly Applied[]>();

/** The keywords that a schema uses, in their order. */
function keywordsOf(schema: JsonObject): readonly Applied[] {
  const found = known.get(schema) ?? keywords.flatMap(([name, keyword]) => {
    const value = Object.hasOwn(schema, name) ? schema[name] : undefined;
    return value === undefined ? [] : [{ keyword, value }];
  });
  known.set(schema, found);
  return found;
}

/** A reference to a dynamic anchor leads to the outermost resource on the way that has one of that name; any other is plain. */
function resolveDynamic({ index, place, scope }: Application, reference: string): SchemaPlace {
  const target = index.resolve(reference, place.base);
  const name = decodeURIComponent(reference.split('#')[1] ?? '');
  if (name === '' || index.dynamicAnchor(target.base, name)?.schema !== target.schema) return target;
  return scope.map((base) => index.dynamicAnchor(base, name)).find((found) => found !== undefined) ?? target;
}
