import { lstat, readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Repositories, RepositoryPowers } from '../ports/repositories.ts';
import { indexLinks } from './indexLinks.ts';
import { trackedFiles } from './trackedFiles.ts';

const longestSettings = 1_000_000;

export const nodeRepositories: Repositories = {
  async trackedIn(folder, isWanted) {
    for (let at = folder; ; at = dirname(at)) {
      const dotGit = join(at, '.git');
      const found = await lstat(dotGit).catch(() => null);
      if (found) return (await trackedFiles(found.isFile() ? await linkedFolder(dotGit) : dotGit, isWanted)).map((name) => join(at, name));
      if (dirname(at) === at) return [];
    }
  },
  async powersIn(folder) {
    for (let at = folder; ; at = dirname(at)) {
      const dotGit = join(at, '.git');
      const found = await lstat(dotGit).catch(() => null);
      if (found) return withLinked(await powersOf(found.isFile() ? await linkedFolder(dotGit) : dotGit, false), { folder: at, depth: 0 });
      if (await isBare(at)) return powersOf(at, true);
      if (dirname(at) === at) return null;
    }
  },
};

interface Linking {
  readonly folder: string;
  readonly depth: number;
}

interface OwnPowers extends RepositoryPowers {
  /** Where the repository is. */
  readonly own: string;
}

const deepestLink = 3;
const mostLinks = 200;

/** Git looks into submodules too, as each of them says. That they have a working folder elsewhere is how they are. */
async function withLinked({ own, ...powers }: OwnPowers, { folder, depth }: Linking): Promise<RepositoryPowers> {
  const links = await indexLinks(own);
  if (links.length > mostLinks || (links.length > 0 && depth === deepestLink)) throw new Error('It has too many repositories in it.');
  const settings = await Promise.all(links.map(async (link) => {
    const dotGit = join(folder, link, '.git');
    const found = await lstat(dotGit).catch(() => null);
    if (!found) return '';
    const linked = await withLinked(await powersOf(found.isFile() ? await linkedFolder(dotGit) : dotGit, false), { folder: join(folder, link), depth: depth + 1 });
    return linked.settings.replace(/^[ \t]*worktree[ \t]*=[^\n]*$/gim, '');
  }));
  return { ...powers, settings: [powers.settings, ...settings].join('\n') };
}

/** A worktree or submodule has a file that says where its repository is. */
async function linkedFolder(file: string): Promise<string> {
  const target = /^gitdir:\s*(.+?)\s*$/m.exec(await settingsFile(file))?.[1];
  if (target === undefined) throw new Error(`${file} does not say where the repository is.`);
  return resolve(dirname(file), target);
}

async function powersOf(own: string, bare: boolean): Promise<OwnPowers> {
  const shared = await settingsFile(join(own, 'commondir')).then((text) => (text === '' ? own : resolve(own, text.trim())));
  const files = new Set([join(shared, 'config'), join(own, 'config'), join(own, 'config.worktree'), join(shared, 'config.worktree')]);
  const settings = await Promise.all([...files].map(settingsFile));
  const hooks = await readdir(join(shared, 'hooks')).catch((error: unknown) => absent(error, []));
  return { own, settings: settings.join('\n'), hooks: hooks.filter((name) => !name.endsWith('.sample')), isBare: bare };
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
