import { toPointer } from '../../base/jsonPointer.ts';
import type { Json } from '../../model/json.ts';
import { type Evaluation, isArray, isObject, type Keyword, type Verdict } from './evaluation.ts';
import { boundedMatch } from './patterns.ts';

/** Keywords that apply schemas, in the order in which they must run: `unevaluated…` sees what all others have looked at. */
export const applicators: readonly (readonly [name: string, keyword: Keyword])[] = [
  ['$ref', refersTo(false)],
  ['$dynamicRef', refersTo(true)],
  ['allOf', (value, evaluation) => listOf(value).forEach((schema) => evaluation.adopt(evaluation.inPlace(schema)))],
  ['anyOf', anyOf],
  ['oneOf', oneOf],
  ['not', (value, { inPlace, report }) => {
    if (isValid(inPlace(value))) report('must NOT be valid');
  }],
  ['if', conditional],
  ['dependentSchemas', dependentSchemas],
  ['dependencies', dependencies],
  ['properties', properties],
  ['patternProperties', patternProperties],
  ['additionalProperties', additionalProperties],
  ['propertyNames', propertyNames],
  ['prefixItems', prefixItems],
  ['items', items],
  ['contains', contains],
  ['unevaluatedItems', unevaluatedItems],
  ['unevaluatedProperties', unevaluatedProperties],
];

function isValid({ issues }: Verdict): boolean {
  return issues.length === 0;
}

function listOf(value: Json | undefined): readonly Json[] {
  return isArray(value) ? value : [];
}

function entriesOf(value: Json | undefined): readonly (readonly [string, Json])[] {
  return isObject(value) ? Object.entries(value) : [];
}

function refersTo(isDynamic: boolean): Keyword {
  return (value, { resolve, referTo, adopt }) => {
    if (typeof value === 'string') adopt(referTo(resolve(value, isDynamic)));
  };
}

function anyOf(value: Json, { inPlace, adopt, report }: Evaluation): void {
  const verdicts = listOf(value).map(inPlace);
  const valid = verdicts.filter(isValid);
  if (valid.length > 0) return valid.forEach(adopt);
  verdicts.forEach(adopt);
  report('must match a schema in anyOf');
}

function oneOf(value: Json, { inPlace, adopt, report }: Evaluation): void {
  const verdicts = listOf(value).map(inPlace);
  const [match, ...others] = verdicts.filter(isValid);
  if (match !== undefined && others.length === 0) return adopt(match);
  if (match === undefined) verdicts.forEach(adopt);
  report('must match exactly one schema in oneOf');
}

function conditional(value: Json, { schema, inPlace, adopt }: Evaluation): void {
  const condition = inPlace(value);
  if (isValid(condition)) adopt(condition);
  const branch = schema[isValid(condition) ? 'then' : 'else'];
  if (branch !== undefined) adopt(inPlace(branch));
}

function dependentSchemas(value: Json, { data, inPlace, adopt }: Evaluation): void {
  if (!isObject(data)) return;
  for (const [name, schema] of entriesOf(value)) if (Object.hasOwn(data, name)) adopt(inPlace(schema));
}

/** The keyword of earlier drafts, which 2020-12 split into `dependentSchemas` and `dependentRequired` and still describes. */
function dependencies(value: Json, evaluation: Evaluation): void {
  const { data, inPlace, adopt } = evaluation;
  if (!isObject(data)) return;
  for (const [name, dependency] of entriesOf(value)) {
    if (Object.hasOwn(data, name)) adopt(inPlace(isArray(dependency) ? { required: dependency } : dependency));
  }
}

/** Applies a schema to a property and remembers that it was looked at. */
function applyTo(name: string, schema: Json, evaluation: Evaluation): void {
  const { data, pointer } = evaluation;
  const part = isObject(data) ? data[name] : undefined;
  if (part === undefined) return;
  evaluation.at(schema, part, `${pointer}${toPointer([name])}`).issues.forEach(({ message, pointer: place }) => evaluation.report(message, place));
  evaluation.markProperty(name);
}

function properties(value: Json, evaluation: Evaluation): void {
  for (const [name, schema] of entriesOf(value)) if (isObject(evaluation.data) && Object.hasOwn(evaluation.data, name)) applyTo(name, schema, evaluation);
}

function patternProperties(value: Json, evaluation: Evaluation): void {
  for (const [pattern, schema] of entriesOf(value)) {
    for (const [name] of entriesOf(evaluation.data)) if (boundedMatch(pattern, name)) applyTo(name, schema, evaluation);
  }
}

function additionalProperties(value: Json, evaluation: Evaluation): void {
  const { schema, data } = evaluation;
  const named = new Set(entriesOf(schema['properties']).map(([name]) => name));
  const patterns = entriesOf(schema['patternProperties']).map(([pattern]) => pattern);
  for (const [name] of entriesOf(data)) if (!named.has(name) && !patterns.some((pattern) => boundedMatch(pattern, name))) allow(name, value, evaluation);
}

/** `false` for a property means that its name is wrong. */
function allow(name: string, schema: Json, evaluation: Evaluation): void {
  if (schema !== false) return applyTo(name, schema, evaluation);
  evaluation.report(`Unknown key ${JSON.stringify(name)}`, `${evaluation.pointer}${toPointer([name])}`);
  evaluation.markProperty(name);
}

function propertyNames(value: Json, { data, pointer, at, report }: Evaluation): void {
  for (const [name] of entriesOf(data)) if (!isValid(at(value, name, pointer))) report('property name must be valid', `${pointer}${toPointer([name])}`);
}

function applyToItem(index: number, schema: Json, evaluation: Evaluation): void {
  const item = listOf(evaluation.data)[index];
  if (item === undefined) return;
  evaluation.at(schema, item, `${evaluation.pointer}/${index}`).issues.forEach(({ message, pointer }) => evaluation.report(message, pointer));
  evaluation.markItem(index);
}

function prefixItems(value: Json, evaluation: Evaluation): void {
  listOf(value).forEach((schema, index) => applyToItem(index, schema, evaluation));
}

function items(value: Json, evaluation: Evaluation): void {
  const from = listOf(evaluation.schema['prefixItems']).length;
  listOf(evaluation.data).forEach((_, index) => {
    if (index >= from) applyToItem(index, value, evaluation);
  });
}

function contains(value: Json, { schema, data, pointer, at, markItem, report }: Evaluation): void {
  if (!isArray(data)) return;
  const matching = data.flatMap((item, index) => (isValid(at(value, item, `${pointer}/${index}`)) ? [index] : []));
  matching.forEach(markItem);
  const { minContains: least, maxContains: most } = schema;
  const minimum = typeof least === 'number' ? least : 1;
  if (matching.length < minimum) report(`must contain at least ${minimum} valid item(s)`);
  if (typeof most === 'number' && matching.length > most) report(`must contain at most ${most} valid item(s)`);
}

function unevaluatedItems(value: Json, evaluation: Evaluation): void {
  const { data, seenItems, pointer, report } = evaluation;
  const rest = listOf(data).flatMap((_, index) => (seenItems.has(index) ? [] : [index]));
  for (const index of rest) {
    if (value === false) report('must NOT have unevaluated items', `${pointer}/${index}`);
    applyToItem(index, value === false ? true : value, evaluation);
  }
}

function unevaluatedProperties(value: Json, evaluation: Evaluation): void {
  for (const [name] of entriesOf(evaluation.data)) if (!evaluation.seenProperties.has(name)) allow(name, value, evaluation);
}
