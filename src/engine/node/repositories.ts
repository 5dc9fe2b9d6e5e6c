import { lstat, readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Repositories, RepositoryPowers } from '../ports/repositories.ts';

const longestSettings = 1_000_000;

export const nodeRepositories: Repositories = {
  async powersIn(folder) {
    for (let at = folder; ; at = dirname(at)) {
      const dotGit = join(at, '.git');
      const found = await lstat(dotGit).catch(() => null);
      if (found) return powersOf(found.isFile() ? await linkedFolder(dotGit) : dotGit, false);
      if (await isBare(at)) return powersOf(at, true);
      if (dirname(at) === at) return null;
    }
  },
};

/** A worktree or submodule has a file that says where its repository is. */
async function linkedFolder(file: string): Promise<string> {
  const target = /^gitdir:\s*(.+?)\s*$/m.exec(await settingsFile(file))?.[1];
  if (target === undefined) throw new Error(`${file} does not say where the repository is.`);
  return resolve(dirname(file), target);
}

async function powersOf(own: string, bare: boolean): Promise<RepositoryPowers> {
  const shared = await settingsFile(join(own, 'commondir')).then((text) => (text === '' ? own : resolve(own, text.trim())));
  const files = new Set([join(shared, 'config'), join(own, 'config'), join(own, 'config.worktree'), join(shared, 'config.worktree')]);
  const settings = await Promise.all([...files].map(settingsFile));
  const hooks = await readdir(join(shared, 'hooks')).catch((error: unknown) => absent(error, []));
  return { settings: settings.join('\n'), hooks: hooks.filter((name) => !name.endsWith('.sample')), isBare: bare };
}

/** Empty where there is none. */
async function settingsFile(path: string): Promise<string> {
  const found = await stat(path).catch((error: unknown) => absent(error, null));
  if (found === null) return '';
  if (!found.isFile() || found.size > longestSettings) throw new Error(`${path} cannot be read.`);
  return readFile(path, 'utf8');
}

async function isBare(folder: string): Promise<boolean> {
  const parts = await Promise.all(['HEAD', 'objects', 'refs'].map((name) => lstat(join(folder, name)).catch(() => null)));
  return parts.every((part) => part !== null);
}

function absent<T>(error: unknown, value: T): T {
  if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return value;
  throw error;
}
