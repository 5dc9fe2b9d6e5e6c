import path from 'node:path';
import { badUsage, type ExitCode, exitCodes } from '../exit.ts';
import type { Options } from '../options.ts';
import { checkTemplateFile, toLine } from '../templates.ts';

/** `phasegate validate FILE`: every problem of a template, each with its place. */
export async function validateCommand({ words, workspace, isJson }: Options): Promise<ExitCode> {
  const [, name] = words;
  if (name === undefined) throw badUsage('Name the file: phasegate validate FILE');
  const file = path.resolve(name);
  const { template, problems } = await checkTemplateFile(file, workspace);
  const write = (text: string): void => void process.stdout.write(`${text}\n`);
  if (isJson) write(JSON.stringify({ valid: template !== undefined, problems }));
  else {
    for (const problem of problems) write(toLine(file, problem));
    write(template ? `${template.id} is valid: ${template.phases.length} phases.` : `${problems.length} problem${problems.length === 1 ? '' : 's'}.`);
  }
  return template ? exitCodes.completed : exitCodes.usage;
}
