import { readdir, stat, readFile } from 'node:fs/promises';
import path from 'node:path';

export interface DefinitionFile {
  readonly path: string;
  readonly text: string;
}

const mostFiles = 500;
const largestBytes = 1_000_000;

/** The JSON files of a folder by name; larger ones, links and what cannot be read are left out. A folder that is not there has none. */
export async function readDefinitionFiles(folder: string): Promise<readonly DefinitionFile[]> {
  const names = (await namesIn(folder)).filter((name) => name.endsWith('.json')).sort().slice(0, mostFiles);
  const files = await Promise.all(names.map((name) => readDefinitionFile(path.join(folder, name))));
  return files.filter((file) => file !== undefined);
}

/** `undefined` where there is no such file, or none that can be read. */
export async function readDefinitionFile(file: string): Promise<DefinitionFile | undefined> {
  try {
    const stats = await stat(file);
    return stats.isFile() && stats.size <= largestBytes ? { path: file, text: await readFile(file, 'utf8') } : undefined;
  } catch {
    return undefined;
  }
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isFile()).map(({ name }) => name);
  } catch {
    return [];
  }
}
