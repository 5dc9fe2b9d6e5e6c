import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { type WorkflowTemplate, workflowTemplate } from '../../engine/model/template.ts';
import { fingerprintOf, placeTemplate } from '../../engine/node/placeTemplate.ts';
import type { TemplateSource } from '../../engine/node/templateFiles.ts';
import { replaceFile } from '../../engine/node/replaceFile.ts';
import { userFolder } from '../../engine/node/userFolder.ts';
import { powersOf, type TemplatePower } from '../../engine/workflow/template/powers.ts';
import { takenOver, toTemplateText } from '../../engine/workflow/template/templateDocument.ts';
import { type CheckedFile, defaultTemplate } from '../../engine/workflow/templateCatalog.ts';
import { badUsage, type ExitCode, exitCodes } from '../exit.ts';
import type { Options } from '../options.ts';
import { templateLines } from '../report/templateLines.ts';
import { checkTemplateFile, findTemplate, templatesOf, toLine } from '../templates.ts';
import { print } from './inspect.ts';

const actions: Readonly<Record<string, (options: Options) => Promise<ExitCode>>> = { list, show, check, import: importTemplate, export: exportTemplate };

/** `phasegate templates list|show|check|import|export`. */
export async function templatesCommand(options: Options): Promise<ExitCode> {
  const [, name = ''] = options.words;
  const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
  if (!action) throw badUsage('Say what to do: phasegate templates list | show NAME | check [NAME]… | import NAME | export NAME FILE, where a name is an id or a file.');
  return action(options);
}

async function list(options: Options): Promise<ExitCode> {
  const catalog = await templatesOf(options.workspace);
  const standard = defaultTemplate(catalog)?.path;
  for (const file of catalog.files) {
    const { id, source, status, path: at, template, problems } = file;
    const isDefault = at === standard;
    const row = { id, source, status, name: template?.name ?? null, version: template?.version ?? null, phases: template?.phases.length ?? null, isDefault, path: at, problems: problems.length };
    print(options, row, () => `${id.padEnd(20)} ${source.padEnd(9)} ${isDefault ? '(default) ' : ''}${noteOf(file)}`.trimEnd());
  }
  return exitCodes.completed;
}

/** The first sentence of what it is for, or why it is not used. */
function noteOf({ id, status, path: at, template }: CheckedFile<TemplateSource>): string {
  if (status === 'broken') return `broken: phasegate templates check ${path.relative(process.cwd(), at)}`;
  return status === 'shadowed' ? `not used: a nearer one is called ${id} too` : (/^[^.]*\.?/.exec(template?.description ?? '')?.[0] ?? '');
}

async function show(options: Options): Promise<ExitCode> {
  const template = await findTemplate(nameIn(options), options.workspace);
  const powers = powersOf(template);
  print(options, { template, powers }, () => templateLines(template, powers).join('\n'));
  return exitCodes.completed;
}

/** Exit code 2 as soon as one of them cannot be used. */
async function check(options: Options): Promise<ExitCode> {
  const [, , ...names] = options.words;
  const { files } = await templatesOf(options.workspace);
  const named = (name: string) => files.filter(({ id, path: file }) => id === name || file === path.resolve(name));
  const missing = names.filter((name) => named(name).length === 0);
  const beside = await Promise.all(missing.map(async (name) => ({ path: path.resolve(name), ...(await checkTemplateFile(path.resolve(name), options.workspace)) })));
  const checked = [...(names.length === 0 ? files : names.flatMap(named)), ...beside];
  for (const { path: file, template, problems } of checked) {
    print(options, { path: file, id: template?.id ?? null, valid: template !== undefined, problems }, () => [...problems.map((problem) => toLine(file, problem)), `${template ? '✔' : '✘'} ${path.relative(process.cwd(), file)}`].join('\n'));
  }
  return checked.every(({ template }) => template) ? exitCodes.completed : exitCodes.usage;
}

/** What was shown is what is written: the file is read once. */
async function importTemplate(options: Options): Promise<ExitCode> {
  const found = await findTemplate(nameIn(options), options.workspace);
  const id = workflowTemplate.shape.id.safeParse(options.as ?? found.id);
  if (!id.success) throw badUsage(`--as takes an id of lower-case letters, digits and dashes; "${options.as}" is not one.`);
  const template = takenOver(found, { id: id.data, name: found.name });
  const text = toTemplateText(template);
  const powers = powersOf(template);
  if (!options.isJson) process.stderr.write(`${askedFor(template, powers).join('\n')}\n`);
  const file = options.isDryRun ? null : await place(template, text, options);
  const row = { type: 'imported', id: template.id, path: file, powers, wasDefault: found.isDefault === true, sha256: fingerprintOf(text) };
  print(options, row, () => `${file === null ? 'Nothing was written (--dry-run).' : `Written to ${file}.`} SHA-256 ${row.sha256}`);
  return exitCodes.completed;
}

async function place(template: WorkflowTemplate, text: string, { to, workspace, isForced }: Options): Promise<string> {
  if (to === 'user') await mkdir(userFolder(), { recursive: true });
  const target = to === 'user' ? { root: userFolder(), folder: ['templates'] } : { root: workspace, folder: ['.phasegate', 'templates'] };
  const placed = await placeTemplate({ ...target, id: template.id, text, replaces: isForced });
  if (!placed.ok) throw badUsage(`${placed.error}${placed.error.endsWith(' already.') ? ' Give it another id with --as ID, or replace it with --force.' : ''}`);
  return placed.value;
}

function askedFor({ name, id }: WorkflowTemplate, powers: readonly TemplatePower[]): readonly string[] {
  if (powers.length === 0) return [`${name} (${id}) only looks at the workspace.`];
  return [`${name} (${id})`, ...powers.map(({ text, phases }) => `  ${text} (${phases.join(', ')})`)];
}

async function exportTemplate(options: Options): Promise<ExitCode> {
  const [, , name, file] = options.words;
  if (name === undefined || file === undefined) throw badUsage('Name the template and the file: phasegate templates export ID FILE');
  const { $schema: _schema, ...template } = await findTemplate(name, options.workspace);
  const target = path.resolve(file);
  if (existsSync(target) && !options.isForced) throw badUsage(`There is a file ${target} already: choose another, or replace it with --force.`);
  const text = toTemplateText(template);
  await replaceFile(target, new TextEncoder().encode(text));
  print(options, { type: 'exported', id: template.id, path: target, sha256: fingerprintOf(text) }, () => `${template.id} written to ${target}.`);
  return exitCodes.completed;
}

function nameIn({ words: [, action = '', name] }: Options): string {
  if (name === undefined) throw badUsage(`Name a template by its id or its file: phasegate templates ${action} NAME`);
  return name;
}
