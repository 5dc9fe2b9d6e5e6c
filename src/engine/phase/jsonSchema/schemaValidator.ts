import { Ajv2020 } from 'ajv/dist/2020.js';
import { patternProblem } from '../../base/riskyPattern.ts';
import { err, ok, type Result } from '../../base/result.ts';
import type { Issue } from '../../model/artifact.ts';
import { type Json, jsonObject, type JsonObject } from '../../model/json.ts';
import { isObject } from './evaluation.ts';
import { EndlessSchema, schemaEvaluator } from './schemaEvaluator.ts';
import { SchemaError, schemaIndex, type SchemaIndex } from './schemaIndex.ts';

/** Every issue of the data at once, each at the place it is about. Never throws. */
export type DataCheck = (data: Json) => readonly Issue[];

const dialect = /^https:\/\/json-schema\.org\/draft\/2020-12\/schema#?$/;
const vocabularies = ['core', 'applicator', 'unevaluated', 'validation', 'meta-data', 'format-annotation', 'content'];

/**
 * A check from JSON Schema 2020-12. Nothing is fetched: a reference must lead to a place in the schema itself or in the
 * standard's own schemas. `format` is an annotation, as the standard has it; unknown keywords are ignored. The error says where
 * the schema itself is wrong.
 */
export function compileSchema(schema: Json): Result<DataCheck, string> {
  try {
    const ajv = new Ajv2020({ strict: false, validateFormats: false, logger: false });
    const refusal = refusalOf(schema) ?? malformation(ajv, schema);
    if (refusal) return err(refusal);
    const index = schemaIndex(schema, metaSchemas(ajv));
    index.all.forEach(({ schema: found, base }) => checkSchema(found, base, index));
    return ok(checkBy(schemaEvaluator(index)));
  } catch (error) {
    if (error instanceof SchemaError) return err(error.message);
    if (error instanceof RangeError) return err('it is nested too deeply.');
    throw error;
  }
}

function refusalOf(schema: Json): string | undefined {
  if (!isObject(schema)) return typeof schema === 'boolean' ? undefined : 'it must be an object or true or false.';
  const { $schema, $async } = schema;
  if ($schema !== undefined && !(typeof $schema === 'string' && dialect.test($schema))) return `/$schema: only JSON Schema 2020-12 is understood, not ${JSON.stringify($schema)}.`;
  return $async === undefined ? undefined : '/$async: not a keyword of JSON Schema.';
}

/** What the standard's schema of schemas says. */
function malformation(ajv: Ajv2020, schema: Json): string | undefined {
  if (!isObject(schema) || ajv.validateSchema({ ...schema }) === true) return undefined;
  return ajv.errorsText(ajv.errors, { dataVar: '' });
}

function metaSchemas(ajv: Ajv2020): readonly JsonObject[] {
  const base = 'https://json-schema.org/draft/2020-12';
  return [`${base}/schema`, ...vocabularies.map((name) => `${base}/meta/${name}`)].flatMap((id) => {
    const found = jsonObject.safeParse(ajv.getSchema(id)?.schema);
    return found.success ? [found.data] : [];
  });
}

function checkSchema(schema: JsonObject, base: string, index: SchemaIndex): void {
  const { $ref, $dynamicRef, pattern, patternProperties } = schema;
  for (const reference of [$ref, $dynamicRef]) if (typeof reference === 'string') index.resolve(reference, base);
  for (const written of [pattern, ...(isObject(patternProperties) ? Object.keys(patternProperties) : [])]) {
    const problem = typeof written === 'string' ? patternProblem(written) : undefined;
    if (problem) throw new SchemaError(`the pattern ${JSON.stringify(written)} ${problem}.`);
  }
}

function checkBy(evaluate: DataCheck): DataCheck {
  return (data) => {
    try {
      return evaluate(data);
    } catch (error) {
      if (error instanceof SchemaError) return [{ pointer: '', message: `cannot be checked: ${error.message} Tell the author of the template.` }];
      if (error instanceof EndlessSchema || error instanceof RangeError) return [{ pointer: '', message: 'cannot be checked: the schema refers to itself without end. Tell the author of the template.' }];
      throw error;
    }
  };
}
