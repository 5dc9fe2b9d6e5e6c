import { copyFile, mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { type BytePath, foldersOf, inFolder, joinNul, splitNul, splitPath, toBytePath, toBytes } from './bytePath.ts';
import type { Git } from './git.ts';
import { excludeConfig } from './listFiles.ts';
import { readBlobs } from './objects.ts';
import type { Plan } from './planRestore.ts';
import { type SnapshotFolder, workPath } from './snapshotFolder.ts';
import type { SnapshotContent } from './snapshotContent.ts';
import type { UserRepository } from './userRepository.ts';

/** What asks for rules, and whose they are. */
export interface RulesContext {
  readonly git: Git;
  readonly places: SnapshotFolder;
  readonly workspace: string;
  readonly repository: UserRepository | null;
  /** The snapshot whose rules count. */
  readonly target: SnapshotContent;
}

/**
 * Takes the deletions out of a plan that are none: where the rules of the snapshot differ from those of today, a file that
 * only they ignore was perhaps there already, unseen. Git decides, on a folder that holds nothing but the snapshot's rules.
 */
export async function keepIgnoredThen(context: RulesContext, plan: Plan, signal: AbortSignal): Promise<Plan> {
  const deleted = plan.steps.filter(({ path, after }) => after === null && !wasImpossible(path, context.target)).map(({ path }) => path);
  if (deleted.length === 0 || !plan.steps.some(({ path }) => isRules(path))) return plan;
  const ignored = new Set(await ignoredBy(context, deleted, signal));
  return {
    steps: plan.steps.filter(({ path }) => !ignored.has(path)),
    skips: [...plan.skips, ...[...ignored].map((path) => ({ path, reason: 'ignored' as const }))],
  };
}

/** Where the snapshot has a file, no folder was. */
function wasImpossible(path: BytePath, { entries }: SnapshotContent): boolean {
  return foldersOf(path).some((folder) => entries.has(folder));
}

function isRules(path: BytePath): boolean {
  return splitPath(path).name === '.gitignore';
}

async function ignoredBy({ git, places, workspace, repository, target }: RulesContext, paths: readonly BytePath[], signal: AbortSignal): Promise<readonly BytePath[]> {
  const folder = workPath(places, 'rules');
  await rm(folder, { recursive: true, force: true });
  const top = repository?.top ?? workspace;
  const inside = relative(top, workspace);
  await mkdir(join(folder, inside), { recursive: true });
  try {
    await copyRulesAbove(top, workspace, folder);
    await writeRules({ git, borrowed: repository?.objects ?? null, target }, join(folder, inside), signal);
    // The leading dot keeps a name that starts with a colon from being read as a pattern.
    const prefix = inside === '' ? './' : `./${toBytePath(Buffer.from(inside.replaceAll('\\', '/')))}/`;
    const output = await git.run({
      args: ['check-ignore', '--no-index', '-z', '--stdin'],
      input: joinNul(paths.map((path) => prefix + path)),
      workTree: folder,
      config: excludeConfig(repository),
      answers: [1],
    }, signal);
    return splitNul(output).map((path) => path.slice(prefix.length) as BytePath);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Rules of the folders between the repository's top and the workspace are in no snapshot: those of today count. */
async function copyRulesAbove(top: string, workspace: string, folder: string): Promise<void> {
  for (let above = workspace; above !== top; ) {
    above = dirname(above);
    const rules = join(above, '.gitignore');
    if ((await stat(rules).catch(() => null))?.isFile()) await copyFile(rules, join(folder, relative(top, above), '.gitignore'));
  }
}

async function writeRules({ target, ...lookup }: { git: Git; borrowed: string | null; target: SnapshotContent }, folder: string, signal: AbortSignal): Promise<void> {
  const rules = [...target.entries].filter(([path, { mode }]) => isRules(path) && mode !== '120000');
  for await (const contents of readBlobs(lookup, rules.map(([, { blob }]) => blob), signal)) {
    for (const [path, { blob }] of rules) {
      const content = contents.get(blob);
      if (content === undefined) continue;
      await mkdir(Buffer.concat([Buffer.from(`${folder}/`), toBytes(splitPath(path).folder)]), { recursive: true });
      await writeFile(inFolder(folder, path), content);
    }
  }
}
