import { builtInOutput, builtInOutputs } from '../../model/artifacts/builtInOutputs.ts';
import type { Json } from '../../model/json.ts';
import { readJsonSource, type SourceLimits } from './jsonSource.ts';
import { fieldOf, isObject } from './looseTemplate.ts';
import { suggestion } from './nearestName.ts';
import type { Finding, Path } from './problem.ts';
import type { RuleContext } from './ruleContext.ts';
import { schemaFindings } from './schemaRules.ts';

/** An output named by a schema file, with what the file says. */
export interface FrozenOutput {
  readonly type: string;
  readonly schema: Json;
}

export interface SchemaFiles {
  /** The text of a file beside the template, or `undefined` when there is none. */
  readonly resolveFile: ((path: string) => string | undefined) | undefined;
  readonly limits: SourceLimits;
}

/** Checks every output, and the schema of the inputs. Returns, by phase index in the file, the outputs that were read from schema files. */
export function checkOutputs({ template, report }: RuleContext, files: SchemaFiles): ReadonlyMap<Path, FrozenOutput> {
  const frozen = new Map<Path, FrozenOutput>();
  const reportAll = (findings: readonly Finding[]): void => findings.forEach(report);
  if (isObject(template.inputs)) reportAll(schemaFindings(template.inputs, ['inputs']));
  for (const { path: phasePath, output } of template.phases) {
    const path = [...phasePath, 'output'];
    const schema = fieldOf(output, 'schema');
    if (schema !== undefined) reportAll(schemaFindings(schema, [...path, 'schema']));
    if (typeof output !== 'string' || builtInOutput(output)) continue;
    if (!output.endsWith('.json')) {
      report({ path, code: 'unknown-output', message: unknownOutput(output) });
      continue;
    }
    const read = readSchemaFile(output, files);
    if ('problems' in read) read.problems.forEach((message) => report({ path, code: 'schema-file', message }));
    else frozen.set(phasePath, read);
  }
  return frozen;
}

function unknownOutput(name: string): string {
  const known = Object.keys(builtInOutputs);
  return `There is no output schema "${name}".${suggestion(name, known)} Use one of ${known.join(', ')}, a file such as "schemas/report.json", or { "type": …, "schema": … }.`;
}

function readSchemaFile(file: string, { resolveFile, limits }: SchemaFiles): FrozenOutput | { readonly problems: readonly string[] } {
  if (/^(?:[/\\~]|[A-Za-z]+:)|\\/.test(file) || file.split('/').includes('..')) return { problems: [`"${file}" must be a path inside the template's folder, with "/" between its parts.`] };
  const type = /([^/]*?)(?:\.schema)?\.json$/.exec(file)?.[1]?.toLowerCase() ?? '';
  if (!/^[a-z0-9][a-z0-9-]{0,63}$/.test(type)) return { problems: [`"${file}": the file name becomes the artifact type, so it must be lower-case letters, digits and dashes.`] };
  const text = resolveFile?.(file);
  if (text === undefined) return { problems: [resolveFile ? `There is no schema file "${file}" beside the template.` : `The schema file "${file}" cannot be read here: only templates in a folder can name files.`] };

  const source = readJsonSource(text, limits);
  const findings = source.value === undefined ? [] : schemaFindings(source.value, []);
  const problems = [...source.problems, ...findings.map((finding) => source.locate(finding))];
  return problems.length > 0 || source.value === undefined
    ? { problems: problems.map(({ line, column, message }) => `${file}:${line}:${column}: ${message}`) }
    : { type, schema: source.value };
}
