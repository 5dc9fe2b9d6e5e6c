import { readFile } from 'node:fs/promises';
import { messageOf } from '../../engine/base/messageOf.ts';
import type { Issue } from '../../engine/model/artifact.ts';
import type { Json } from '../../engine/model/json.ts';
import { limitIssue } from '../../engine/phase/outputSchemaLimits.ts';
import { badUsage, type ExitCode, exitCodes } from '../exit.ts';
import type { Options } from '../options.ts';

/** `phasegate schema check --schema FILE --data FILE`: the check that a phase's artifact goes through, for authors of schemas. */
export async function schemaCommand({ words, schema, data, isJson }: Options): Promise<ExitCode> {
  if (words[1] !== 'check' || schema === undefined || data === undefined) throw badUsage('Name both files: phasegate schema check --schema FILE --data FILE');
  const { compileSchema } = await import('../../engine/phase/jsonSchema/schemaValidator.ts');
  const compiled = compileSchema(await readJson(schema));
  const value = await readJson(data);
  const limit = limitIssue(value);
  const issues = !compiled.ok ? [{ pointer: '', message: `The schema cannot be used: ${compiled.error}` }] : limit ? [limit] : compiled.value(value);
  process.stdout.write(isJson ? `${JSON.stringify({ valid: issues.length === 0, issues })}\n` : toText(issues));
  if (!compiled.ok) return exitCodes.usage;
  return issues.length === 0 ? exitCodes.completed : exitCodes.failed;
}

async function readJson(file: string): Promise<Json> {
  try {
    return JSON.parse((await readFile(file, 'utf8')).replace(/^\uFEFF/, '')) as Json;
  } catch (error) {
    throw badUsage(`${file} cannot be read as JSON: ${messageOf(error)}`);
  }
}

function toText(issues: readonly Issue[]): string {
  const lines = issues.map(({ pointer, message }) => `${pointer === '' ? '(the whole value)' : pointer}: ${message}`);
  return `${[...lines, issues.length === 0 ? 'The data is valid.' : `${issues.length} issue${issues.length === 1 ? '' : 's'}.`].join('\n')}\n`;
}
