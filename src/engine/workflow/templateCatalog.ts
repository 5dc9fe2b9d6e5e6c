import type { WorkflowTemplate } from '../model/template.ts';
import { checkTemplate, type ParseOptions } from './template/parseTemplate.ts';
import type { TemplateProblem } from './template/problem.ts';

/** A template file as found; `source` says whose it is. */
export interface FoundTemplate<Source extends string> {
  readonly source: Source;
  readonly path: string;
  readonly text: string;
}

export interface CatalogEntry<Source extends string> {
  readonly template: WorkflowTemplate;
  readonly source: Source;
  readonly path: string;
}

export interface TemplateCatalog<Source extends string> {
  /** Usable templates, one for each id: the first found wins. */
  readonly entries: readonly CatalogEntry<Source>[];
  /** Files with problems, warnings included. */
  readonly problems: readonly { readonly path: string; readonly problems: readonly TemplateProblem[] }[];
}

/** Checks template files given nearest first. `optionsFor` tells how a file's schema files are read. */
export function templateCatalog<Source extends string>(
  files: readonly FoundTemplate<Source>[],
  optionsFor: (path: string) => ParseOptions = () => ({}),
): TemplateCatalog<Source> {
  const entries = new Map<string, CatalogEntry<Source>>();
  const problems: { path: string; problems: readonly TemplateProblem[] }[] = [];
  for (const { source, path, text } of files) {
    const checked = checkTemplate(text, optionsFor(path));
    if (checked.problems.length > 0) problems.push({ path, problems: checked.problems });
    if (checked.template && !entries.has(checked.template.id)) entries.set(checked.template.id, { template: checked.template, source, path });
  }
  return { entries: [...entries.values()], problems };
}

/** The template that a new project starts with: the first that says so, else the first. */
export function defaultTemplate<Source extends string>({ entries }: TemplateCatalog<Source>): CatalogEntry<Source> | undefined {
  return entries.find(({ template }) => template.isDefault === true) ?? entries[0];
}
