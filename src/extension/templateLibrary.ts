import { join } from 'node:path';
import { schemaFilesBeside } from '../engine/node/schemaFiles.ts';
import { readTemplateFiles, type TemplateFolder, type TemplateSource } from '../engine/node/templateFiles.ts';
import { type CatalogEntry, defaultTemplate, templateCatalog } from '../engine/workflow/templateCatalog.ts';
import { knownTools } from './knownTools.ts';

export type LibraryEntry = CatalogEntry<TemplateSource>;

/** The templates a project can have, read from the files at each question: nearest first, one for each id (SPEC T2). */
export interface TemplateLibrary {
  list(): Promise<readonly LibraryEntry[]>;
  find(id: string): Promise<LibraryEntry | undefined>;
  default(): Promise<LibraryEntry | undefined>;
}

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
  };
}
