import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { patternProblem } from '../base/riskyPattern.ts';
import { err, ok, type Result } from '../base/result.ts';
import type { Issue } from '../model/artifact.ts';
import type { Json, JsonSchema } from '../model/json.ts';
import type { OutputDefinition } from '../model/template.ts';
import type { OutputContract } from '../ports/outputSchemas.ts';
import { longestPatternSubject, toIssues } from './outputSchemaIssues.ts';
import { limitIssue } from './outputSchemaLimits.ts';

type InlineOutput = Exclude<OutputDefinition, string>;

const dialect = /^https:\/\/json-schema\.org\/draft\/2020-12\/schema#?$/;
const longestSchema = 256_000;

/**
 * A contract from JSON Schema 2020-12. Nothing is fetched: a reference must lead to a place in the schema itself.
 * `format` is an annotation, as the standard has it; unknown keywords are ignored.
 */
export function compileContract({ type, schema: written }: InlineOutput): Result<OutputContract, string> {
  const refusal = refusalOf(written);
  if (refusal) return err(`The schema of "${type}" cannot be used: ${refusal}`);
  const schema: JsonSchema = { type: 'object', ...written };
  try {
    const validate = newAjv().compile<unknown>(schema);
    return ok({ type, schemaVersion: 1, schema, check: (data) => check(validate, data) });
  } catch (error) {
    return err(`The schema of "${type}" cannot be used: ${error instanceof Error ? explain(error.message) : String(error)}`);
  }
}

function refusalOf({ $schema, $async, type, ...rest }: JsonSchema): string | undefined {
  if ($schema !== undefined && !(typeof $schema === 'string' && dialect.test($schema))) return `/$schema: only JSON Schema 2020-12 is understood, not ${JSON.stringify($schema)}.`;
  if ($async !== undefined) return '/$async: not a keyword of JSON Schema.';
  if (type !== undefined && type !== 'object') return `/type: the schema must describe an object, not ${JSON.stringify(type)}.`;
  const { length } = JSON.stringify(rest);
  return length > longestSchema ? `it has ${length.toLocaleString('en')} characters; at most ${longestSchema.toLocaleString('en')} are allowed.` : undefined;
}

/** A new one for each schema, so that the ids of two schemas never meet. */
function newAjv(): Ajv2020 {
  return new Ajv2020({ allErrors: true, strict: false, validateFormats: false, verbose: true, logger: false, code: { regExp: boundedRegExp } });
}

const boundedRegExp = Object.assign(
  (pattern: string, flags: string) => {
    const problem = patternProblem(pattern);
    if (problem) throw new Error(`the pattern ${JSON.stringify(pattern)} ${problem}.`);
    const expression = new RegExp(pattern, flags);
    // Ajv tells patterns apart by their text.
    return { test: (text: string) => text.length <= longestPatternSubject && expression.test(text), toString: () => String(expression) };
  },
  { code: 'new RegExp' },
);

/** Ajv calls the schema `data`; people know it by its pointer. */
function explain(message: string): string {
  return message.replace(/^schema is invalid: /, '').replaceAll(/\bdata(?=[/ ])/g, '');
}

function check(validate: ValidateFunction<unknown>, data: Json): readonly Issue[] {
  const issue = limitIssue(data);
  if (issue) return [issue];
  try {
    return validate(data) ? [] : toIssues(validate.errors ?? []);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return [{ pointer: '', message: 'cannot be checked: the schema refers to itself without end. Tell the author of the template.' }];
  }
}
