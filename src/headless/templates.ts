import { existsSync } from 'node:fs';
import path from 'node:path';
import { schemaFilesBeside } from '../engine/node/schemaFiles.ts';
import { readTemplateFiles, type TemplateSource } from '../engine/node/templateFiles.ts';
import { readTemplateText } from '../engine/node/templateText.ts';
import { checkTemplate, type CheckedTemplate } from '../engine/workflow/template/parseTemplate.ts';
import type { TemplateNote, TemplateProblem } from '../engine/workflow/template/problem.ts';
import { type TemplateCatalog, templateCatalog, unreadable } from '../engine/workflow/templateCatalog.ts';
import type { WorkflowTemplate } from '../engine/model/template.ts';
import type { KnownTools } from '../engine/workflow/template/toolRules.ts';
import { badUsage } from './exit.ts';
import { mcpServers } from './mcp.ts';
import { ownTools } from './toolbox.ts';
import { builtInTemplates, userTemplates } from './places.ts';

/** A template by file or by id: the workspace's own first, then the user's, then the built-in ones (SPEC T2). */
export async function findTemplate(name: string, workspace: string): Promise<WorkflowTemplate> {
  if (name.endsWith('.json') || name.includes(path.sep)) return readTemplate(path.resolve(name), workspace);
  const { entries, files, problems } = await templatesOf(workspace);
  const nearest = files.find(({ id }) => id === name);
  // Its user meant this one: the built-in of the same name would be another workflow.
  if (nearest?.status === 'broken') throw badUsage(nearest.problems.map((problem) => toLine(nearest.path, problem)).join('\n'));
  if (nearest?.template) return nearest.template;
  const broken = problems.flatMap((file) => file.problems.map((problem) => toLine(file.path, problem)));
  throw badUsage([`There is no template "${name}". Known: ${entries.map(({ template }) => template.id).join(', ')}.`, ...broken].join('\n'));
}

/** Every template that a workspace could use, as the files are now. */
export async function templatesOf(workspace: string): Promise<TemplateCatalog<TemplateSource>> {
  const files = await readTemplateFiles([
    { source: 'workspace', folder: path.join(workspace, '.phasegate/templates') },
    { source: 'user', folder: userTemplates() },
    { source: 'built-in', folder: builtInTemplates() },
  ]);
  const known = await knownTools(workspace);
  return templateCatalog(files, (file) => ({ ...known, ...optionsFor(file) }));
}

async function readTemplate(file: string, workspace: string): Promise<WorkflowTemplate> {
  const { template, problems } = await checkTemplateFile(file, workspace);
  if (template) return template;
  throw badUsage(problems.map((problem) => toLine(file, problem)).join('\n'));
}

/** Everything there is to say about a template file that is to run in a workspace. */
export async function checkTemplateFile(file: string, workspace: string): Promise<CheckedTemplate & { readonly text: string }> {
  if (!existsSync(file)) throw badUsage(`There is no file ${file}.`);
  const home = /^(.*)[\\/]\.phasegate[\\/]templates$/.exec(path.dirname(file))?.[1];
  const text = await readTemplateText(file);
  if (!text.ok) return { text: '', template: undefined, problems: [unreadable(text.error)] };
  return { text: text.value, ...checkTemplate(text.value, { ...(await knownTools(home ?? workspace)), ...optionsFor(file) }) };
}

/** What templates may list besides the built-in tools. */
async function knownTools(workspace: string): Promise<KnownTools> {
  const [own, mcp] = await Promise.all([ownTools(workspace), mcpServers(workspace)]);
  return { extraTools: own.entries.map(({ tool }) => tool.name), mcpServers: mcp.servers.map(({ name }) => name) };
}

function optionsFor(file: string): { readonly resolveFile: (name: string) => string | undefined } {
  return { resolveFile: schemaFilesBeside(file) };
}

/** `file:line:column: error at /phases/0/id: message`, which editors and terminals turn into a link. */
export function toLine(file: string, { line, column, severity, pointer, message }: TemplateProblem | TemplateNote): string {
  return `${path.relative(process.cwd(), file) || file}:${line}:${column}: ${severity} at ${pointer || '/'}: ${message}`;
}
