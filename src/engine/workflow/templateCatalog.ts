import type { WorkflowTemplate } from '../model/template.ts';
import { checkTemplate, type ParseOptions } from './template/parseTemplate.ts';
import type { TemplateProblem } from './template/problem.ts';

/** A template file as found; `source` says whose it is. */
export interface FoundTemplate<Source extends string> {
  readonly source: Source;
  readonly path: string;
  readonly text: string;
  /** Why the text could not be read. */
  readonly obstacle?: string;
}

/** A template file, good or not, and its place among the others. */
export interface CheckedFile<Source extends string> {
  readonly source: Source;
  readonly path: string;
  /** The id it has or was meant to have. */
  readonly id: string;
  /** `shadowed`: a nearer one has the same id. */
  readonly status: 'used' | 'shadowed' | 'broken';
  readonly template: WorkflowTemplate | undefined;
  readonly problems: readonly TemplateProblem[];
}

export interface CatalogEntry<Source extends string> {
  readonly template: WorkflowTemplate;
  readonly source: Source;
  readonly path: string;
}

export interface TemplateCatalog<Source extends string> {
  /** Usable templates, one for each id: the first found wins. */
  readonly entries: readonly CatalogEntry<Source>[];
  /** Every file, nearest first. */
  readonly files: readonly CheckedFile<Source>[];
  /** Files with problems, warnings included. */
  readonly problems: readonly { readonly path: string; readonly problems: readonly TemplateProblem[] }[];
}

/** Checks template files given nearest first. `optionsFor` tells how a file's schema files are read. */
export function templateCatalog<Source extends string>(
  files: readonly FoundTemplate<Source>[],
  optionsFor: (path: string) => ParseOptions = () => ({}),
): TemplateCatalog<Source> {
  const entries = new Map<string, CatalogEntry<Source>>();
  const checkedFiles = files.map((file): CheckedFile<Source> => {
    const { source, path } = file;
    const { template, problems } = file.obstacle === undefined ? checkTemplate(file.text, optionsFor(path)) : { template: undefined, problems: [unreadable(file.obstacle)] };
    if (!template) return { source, path, id: nameOf(path), status: 'broken', template, problems };
    const status = entries.has(template.id) ? 'shadowed' : 'used';
    if (status === 'used') entries.set(template.id, { template, source, path });
    return { source, path, id: template.id, status, template, problems };
  });
  return { entries: [...entries.values()], files: checkedFiles, problems: checkedFiles.filter(({ problems }) => problems.length > 0).map(({ path, problems }) => ({ path, problems })) };
}

/** What is wrong with a file whose text could not be read. */
export function unreadable(message: string): TemplateProblem {
  return { pointer: '', line: 1, column: 1, message, severity: 'error', code: 'unreadable' };
}

function nameOf(path: string): string {
  return path.replace(/^.*[\\/]/, '').replace(/\.json$/, '');
}

/** The template that a new project starts with: the id of the nearest file that says so, else the first. */
export function defaultTemplate<Source extends string>({ entries, files }: TemplateCatalog<Source>): CatalogEntry<Source> | undefined {
  const marked = files.find(({ template }) => template?.isDefault === true);
  return entries.find(({ template }) => template.id === marked?.id) ?? entries[0];
}
