import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Result } from '../engine/base/result.ts';
import { placeTemplate } from '../engine/node/placeTemplate.ts';
import { schemaFilesBeside } from '../engine/node/schemaFiles.ts';
import { readTemplateFiles, type TemplateFolder, type TemplateSource } from '../engine/node/templateFiles.ts';
import { type CatalogEntry, type CheckedFile, defaultTemplate, type TemplateCatalog, templateCatalog } from '../engine/workflow/templateCatalog.ts';
import { knownTools } from './knownTools.ts';

export type LibraryEntry = CatalogEntry<TemplateSource>;
export type LibraryFile = CheckedFile<TemplateSource>;

/** The templates a project can have, read from the files at each question: nearest first, one for each id (SPEC T2). */
export interface TemplateLibrary {
  list(): Promise<readonly LibraryEntry[]>;
  find(id: string): Promise<LibraryEntry | undefined>;
  default(): Promise<LibraryEntry | undefined>;
  /** Every file, also those that are broken or hidden by a nearer one. */
  catalog(): Promise<TemplateCatalog<TemplateSource>>;
  /** Writes a new file; one that is there is not replaced. Returns its path, or why there is none. */
  add(place: WritableSource, id: string, text: string): Promise<Result<string, string>>;
}

/** Built-in templates are read-only. */
export type WritableSource = Exclude<TemplateSource, 'built-in'>;

export interface LibraryPlaces {
  readonly workspace: string;
  readonly user: string;
  readonly builtIn: string;
}

export const workspaceTemplates = '.phasegate/templates';

export function templateLibrary({ workspace, user, builtIn }: LibraryPlaces): TemplateLibrary {
  const folders: readonly TemplateFolder[] = [
    { source: 'workspace', folder: join(workspace, workspaceTemplates) },
    { source: 'user', folder: user },
    { source: 'built-in', folder: builtIn },
  ];
  const read = async () => {
    const known = await knownTools(workspace);
    return templateCatalog(await readTemplateFiles(folders), (path) => ({ ...known, resolveFile: schemaFilesBeside(path) }));
  };
  return {
    list: async () => (await read()).entries,
    find: async (id) => (await read()).entries.find(({ template }) => template.id === id),
    default: async () => defaultTemplate(await read()),
    catalog: read,
    async add(place, id, text) {
      if (place === 'workspace') return placeTemplate({ root: workspace, folder: workspaceTemplates.split('/'), id, text, replaces: false });
      await mkdir(user, { recursive: true });
      return placeTemplate({ root: user, folder: [], id, text, replaces: false });
    },
  };
}
