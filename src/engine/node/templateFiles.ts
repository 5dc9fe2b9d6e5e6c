import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** Where a template comes from; the nearest wins where two have the same id (SPEC T2). */
export type TemplateSource = 'workspace' | 'user' | 'built-in';

export interface TemplateFolder {
  readonly source: TemplateSource;
  readonly folder: string;
}

export interface TemplateFile {
  readonly source: TemplateSource;
  readonly path: string;
  readonly text: string;
}

/** The template files of these folders, in their order, each folder by name. A folder that is not there has none. */
export async function readTemplateFiles(folders: readonly TemplateFolder[]): Promise<readonly TemplateFile[]> {
  const lists = await Promise.all(folders.map(async ({ source, folder }) => {
    const names = (await namesIn(folder)).filter((name) => name.endsWith('.json')).sort();
    return Promise.all(names.map(async (name) => ({ source, path: path.join(folder, name), text: await readFile(path.join(folder, name), 'utf8') })));
  }));
  return lists.flat();
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isFile()).map(({ name }) => name);
  } catch {
    return [];
  }
}
