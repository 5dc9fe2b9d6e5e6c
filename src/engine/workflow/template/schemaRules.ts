import { patternProblem } from '../../base/riskyPattern.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import { isObject, listOf } from './looseTemplate.ts';
import { suggestion } from './nearestName.ts';
import type { Finding, Path } from './problem.ts';
import { referenceFindings, type SchemaPlace } from './schemaReferences.ts';

const typeNames = ['string', 'number', 'integer', 'boolean', 'object', 'array', 'null'];
const ofOne = ['additionalProperties', 'contains', 'else', 'if', 'items', 'not', 'propertyNames', 'then', 'unevaluatedItems', 'unevaluatedProperties'];
const ofMany = ['allOf', 'anyOf', 'oneOf', 'prefixItems'];
const byName = ['$defs', 'dependentSchemas', 'patternProperties', 'properties'];
const numbers = ['maximum', 'minimum', 'exclusiveMaximum', 'exclusiveMinimum'];
const counts = ['maxItems', 'maxLength', 'maxProperties', 'minItems', 'minLength', 'minProperties', 'maxContains', 'minContains'];

/** What is certainly wrong with a JSON Schema, without compiling it. Its root must describe an object. */
export function schemaFindings(schema: Json, path: Path): readonly Finding[] {
  const findings: Finding[] = [];
  const report = (place: Path, message: string): void => void findings.push({ path: place, code: 'bad-schema', message });
  if (!isObject(schema)) return [{ path, code: 'bad-schema', message: 'A JSON Schema is an object.' }];
  const { type, $schema } = schema;
  if (Array.isArray(type) || (typeof type === 'string' && type !== 'object' && typeNames.includes(type))) report([...path, 'type'], 'The schema must describe an object: use "type": "object" and put lists and texts into its properties.');
  if ($schema !== undefined && !isDialect($schema)) report([...path, '$schema'], 'Only JSON Schema 2020-12 is understood: "https://json-schema.org/draft/2020-12/schema".');
  const places: SchemaPlace[] = [];
  visit(schema, path, { report, enter: (part, place) => places.push({ schema: part, path: place.slice(path.length) }) });
  for (const finding of referenceFindings(schema, places, path)) report(finding.path, finding.message);
  return findings;
}

function isDialect(value: Json): boolean {
  return typeof value === 'string' && /^https:\/\/json-schema\.org\/draft\/2020-12\/schema#?$/.test(value);
}

type Report = (place: Path, message: string) => void;

interface Visitor {
  readonly report: Report;
  readonly enter: (schema: JsonObject, path: Path) => void;
}

function visit(schema: Json, path: Path, visitor: Visitor): void {
  const { report, enter } = visitor;
  if (typeof schema === 'boolean') return;
  if (!isObject(schema)) return report(path, 'Expected a JSON Schema: an object, true or false.');
  enter(schema, path);
  checkKeywords(schema, path, report);
  for (const key of ofOne) if (schema[key] !== undefined) visit(schema[key], [...path, key], visitor);
  for (const key of ofMany) {
    if (schema[key] !== undefined && listOf(schema[key]).length === 0) report([...path, key], `"${key}" must be a list of schemas with at least one entry.`);
    listOf(schema[key]).forEach((member, index) => visit(member, [...path, key, index], visitor));
  }
  for (const key of byName) {
    const members = schema[key];
    if (isObject(members)) for (const [name, member] of Object.entries(members)) visit(member, [...path, key, name], visitor);
    else if (members !== undefined) report([...path, key], `"${key}" must be an object whose values are schemas.`);
  }
}

function checkKeywords(schema: JsonObject, path: Path, report: Report): void {
  const { type, required, pattern, patternProperties, multipleOf } = schema;
  for (const name of typeof type === 'string' ? [type] : listOf(type)) {
    if (typeof name !== 'string' || !typeNames.includes(name)) report([...path, 'type'], `${JSON.stringify(name)} is not a JSON type: ${typeNames.join(', ')}.${typeof name === 'string' ? suggestion(name, typeNames) : ''}`);
  }
  if (type !== undefined && typeof type !== 'string' && listOf(type).length === 0) report([...path, 'type'], `"type" must be one of ${typeNames.join(', ')}, or a list of these.`);
  if (required !== undefined && !(Array.isArray(required) && required.every((name: Json) => typeof name === 'string'))) report([...path, 'required'], '"required" must be a list of property names.');
  if (schema['enum'] !== undefined && !Array.isArray(schema['enum'])) report([...path, 'enum'], '"enum" must be a list of values.');
  if (schema['$async'] !== undefined) report([...path, '$async'], '"$async" is not a keyword of JSON Schema.');
  for (const key of ['$ref', '$dynamicRef']) {
    const reference = schema[key];
    if (reference !== undefined && !(typeof reference === 'string' && reference.startsWith('#'))) report([...path, key], 'References must stay inside the schema: "#/$defs/name". Nothing is fetched.');
  }
  for (const key of counts) if (schema[key] !== undefined && !isCount(schema[key])) report([...path, key], `"${key}" must be a whole number, 0 or more.`);
  for (const key of numbers) if (schema[key] !== undefined && typeof schema[key] !== 'number') report([...path, key], `"${key}" must be a number.`);
  if (multipleOf !== undefined && !(typeof multipleOf === 'number' && multipleOf > 0)) report([...path, 'multipleOf'], '"multipleOf" must be a number above zero.');
  checkPattern(pattern, [...path, 'pattern'], report);
  for (const name of isObject(patternProperties) ? Object.keys(patternProperties) : []) checkPattern(name, [...path, 'patternProperties', name], report);
}

function isCount(value: Json): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}

function checkPattern(pattern: Json | undefined, path: Path, report: Report): void {
  if (pattern === undefined) return;
  if (typeof pattern !== 'string') return report(path, '"pattern" must be a regular expression, as a text.');
  const problem = patternProblem(pattern);
  if (problem) report(path, `The pattern ${problem}.`);
}
