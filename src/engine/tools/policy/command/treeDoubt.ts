import type { AuthorizedPath, DirectoryEntry } from '../../../ports/files.ts';
import { expandBraces, toGlob } from '../../glob.ts';
import { resolveForReading } from '../authorize.ts';
import { relativePath } from '../workspacePlace.ts';
import { shown } from '../pathNames.ts';
import { readProtection } from '../protectedPaths.ts';
import type { Surroundings } from './surroundings.ts';

/** How a command goes through a folder. */
export interface TreeUse {
  /** From the workspace root, or absolute. */
  readonly folder: string;
  /** Shows what the files hold, not only their names. */
  readonly readsContent: boolean;
  /** Also those whose names, or whose folders' names, begin with a dot. */
  readonly readsHidden: boolean;
  /** Goes where links lead that it meets. */
  readonly followsLinks: boolean;
  /** Only files with such names, where there are any. */
  readonly onlyNames: readonly string[];
}

/** More names than this are not looked through: then it asks. */
const mostNames = 20_000;
/** Packages: large, and what looks like a key there is an example of somebody else's. Git's own folder is looked at apart. */
const notEntered: readonly string[] = ['node_modules', '.git', '.hg', '.svn'];

/** Why going through a folder asks, or `null`: it would come to secrets, or out of the workspace. What is no folder is no matter. */
export async function treeDoubt(around: Surroundings, use: TreeUse): Promise<string | null> {
  const { files } = around;
  const resolved = await resolveForReading(files, use.folder);
  if (!resolved.ok || (await files.stat(resolved.value.path))?.kind !== 'directory') return null;
  const from = resolved.value.path;
  const names = await files.namesBelow(from, mostNames, (name) => notEntered.includes(name) || (!use.readsHidden && name.startsWith('.')));
  const place = shown(relativePath(files, from));
  if (names === null) return `"${place}" holds more than ${mostNames.toLocaleString('en')} files, too many to see whether secrets are among them.`;
  return secretDoubt(names, use) ?? await repositoryDoubt(around, { from, names }, use) ?? await linkDoubt(around, { from, names }, use);
}

interface Tree {
  readonly from: AuthorizedPath;
  readonly names: readonly DirectoryEntry[];
}

function secretDoubt(names: readonly DirectoryEntry[], { readsContent, readsHidden, onlyNames }: TreeUse): string | null {
  if (!readsContent) return null;
  const wanted = onlyNames.flatMap((name) => expandBraces(name.toLowerCase())).map((name) => toGlob(name.replace(/^.*\/(?=.)/, '')));
  const isWanted = (name: string): boolean => wanted.length === 0 || wanted.some((glob) => !glob.ok || glob.value(name.toLowerCase()));
  const secret = names.find(({ name, kind }) => {
    const path = name.split('/');
    return kind === 'file' && readProtection(path)?.needs === 'consent' && (readsHidden || !path.some((part) => part.startsWith('.'))) && isWanted(path.at(-1) ?? '');
  });
  return secret === undefined ? null : `It would read "${shown(secret.name)}" too, which can hold secrets.`;
}

/** What a repository's settings can have that opens another place. */
const credential = /:\/\/[^/\s:@]*:[^/\s@]+@|:\/\/[^/\s:@]{16,}@|extraheader|password|oauth|token/i;

async function repositoryDoubt({ repositories }: Surroundings, { from, names }: Tree, { readsContent, readsHidden, onlyNames }: TreeUse): Promise<string | null> {
  if (!readsContent || !readsHidden || onlyNames.length > 0) return null;
  for (const { name } of names.filter((entry) => entry.name === '.git' || entry.name.endsWith('/.git'))) {
    const powers = await repositories.powersIn(`${from}/${name}`.slice(0, -'/.git'.length)).catch(() => null);
    if (powers === null || credential.test(powers.settings)) return `It would read "${shown(name)}" too, whose settings can hold a password.`;
  }
  return null;
}

async function linkDoubt({ files }: Surroundings, { from, names }: Tree, { followsLinks, readsContent }: TreeUse): Promise<string | null> {
  if (!followsLinks) return null;
  for (const { name } of names.filter(({ kind }) => kind === 'symlink')) {
    const target = await resolveForReading(files, `${from}/${name}`);
    if (!target.ok && target.error.cause === 'unresolvable') continue;
    if (!target.ok || target.value.consent !== null) return `It would follow the link "${shown(name)}", which leads out of the workspace or to secrets.`;
    if (readsContent && (await files.stat(target.value.path))?.kind === 'directory') return `It would follow the link "${shown(name)}" into another folder.`;
  }
  return null;
}
