import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { schemaFilesBeside } from '../engine/node/schemaFiles.ts';
import { readTemplateFiles } from '../engine/node/templateFiles.ts';
import { checkTemplate } from '../engine/workflow/template/parseTemplate.ts';
import type { TemplateProblem } from '../engine/workflow/template/problem.ts';
import { templateCatalog } from '../engine/workflow/templateCatalog.ts';
import type { WorkflowTemplate } from '../engine/model/template.ts';
import { badUsage } from './exit.ts';
import { builtInTemplates, userTemplates } from './places.ts';

/** A template by file or by id: the workspace's own first, then the user's, then the built-in ones (SPEC T2). */
export async function findTemplate(name: string, workspace: string): Promise<WorkflowTemplate> {
  if (name.endsWith('.json') || name.includes(path.sep)) return readTemplate(path.resolve(name));
  const files = await readTemplateFiles([
    { source: 'workspace', folder: path.join(workspace, '.phasegate/templates') },
    { source: 'user', folder: userTemplates() },
    { source: 'built-in', folder: builtInTemplates() },
  ]);
  const { entries, problems } = templateCatalog(files, optionsFor);
  const entry = entries.find(({ template }) => template.id === name);
  if (entry) return entry.template;
  const broken = problems.flatMap((file) => file.problems.map((problem) => toLine(file.path, problem)));
  throw badUsage([`There is no template "${name}". Known: ${entries.map(({ template }) => template.id).join(', ')}.`, ...broken].join('\n'));
}

async function readTemplate(file: string): Promise<WorkflowTemplate> {
  const { template, problems } = await checkTemplateFile(file);
  if (template) return template;
  throw badUsage(problems.map((problem) => toLine(file, problem)).join('\n'));
}

/** Everything there is to say about a template file. */
export async function checkTemplateFile(file: string): Promise<ReturnType<typeof checkTemplate>> {
  if (!existsSync(file)) throw badUsage(`There is no file ${file}.`);
  return checkTemplate(await readFile(file, 'utf8'), optionsFor(file));
}

function optionsFor(file: string): { readonly resolveFile: (name: string) => string | undefined } {
  return { resolveFile: schemaFilesBeside(file) };
}

/** `file:line:column: error at /phases/0/id: message`, which editors and terminals turn into a link. */
export function toLine(file: string, { line, column, severity, pointer, message }: TemplateProblem): string {
  return `${path.relative(process.cwd(), file) || file}:${line}:${column}: ${severity} at ${pointer || '/'}: ${message}`;
}
