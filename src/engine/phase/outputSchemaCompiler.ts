import { err, ok, type Result } from '../base/result.ts';
import type { JsonSchema } from '../model/json.ts';
import type { OutputDefinition } from '../model/template.ts';
import type { OutputContract } from '../ports/outputSchemas.ts';
import { compileSchema } from './jsonSchema/schemaValidator.ts';
import { fewIssues } from './outputSchemaIssues.ts';
import { limitIssue } from './outputSchemaLimits.ts';

type InlineOutput = Exclude<OutputDefinition, string>;

const longestSchema = 256_000;

/** A contract from JSON Schema 2020-12; its root describes an object, because what a model submits is one. */
export function compileContract({ type, schema: written }: InlineOutput): Result<OutputContract, string> {
  const schema: JsonSchema = { type: 'object', ...written };
  const refusal = refusalOf(schema);
  const compiled = refusal === undefined ? compileSchema(schema) : err(refusal);
  if (!compiled.ok) return err(`The schema of "${type}" cannot be used: ${compiled.error}`);
  const check = compiled.value;
  return ok({
    type,
    schemaVersion: 1,
    schema,
    check(data) {
      const issue = limitIssue(data);
      return issue ? [issue] : fewIssues(check(data));
    },
  });
}

function refusalOf(schema: JsonSchema): string | undefined {
  if (typeof schema['type'] === 'string' && schema['type'] !== 'object') return `/type: the schema must describe an object, not ${JSON.stringify(schema['type'])}.`;
  const { length } = JSON.stringify(schema);
  return length > longestSchema ? `it has ${length.toLocaleString('en')} characters; at most ${longestSchema.toLocaleString('en')} are allowed.` : undefined;
}
