import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { readTemplateText } from './templateText.ts';

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
  /** Why the text could not be read. */
  readonly obstacle?: string;
}

const mostFiles = 500;

/** The template files of these folders, in their order, each folder by name. A folder that is not there has none; links and schema files are left out. */
export async function readTemplateFiles(folders: readonly TemplateFolder[]): Promise<readonly TemplateFile[]> {
  const lists = await Promise.all(folders.map(async ({ source, folder }) => {
    const names = (await namesIn(folder)).filter((name) => name.endsWith('.json') && !name.endsWith('.schema.json')).sort().slice(0, mostFiles);
    return Promise.all(names.map((name) => readTemplateFile(source, path.join(folder, name))));
  }));
  return lists.flat();
}

async function readTemplateFile(source: TemplateSource, file: string): Promise<TemplateFile> {
  const text = await readTemplateText(file);
  return { source, path: file, ...(text.ok ? { text: text.value } : { text: '', obstacle: text.error }) };
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isFile()).map(({ name }) => name);
  } catch {
    return [];
  }
}
