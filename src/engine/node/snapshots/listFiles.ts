import type { LeftOutReason } from '../../ports/snapshots.ts';
import { type BytePath, splitNul } from './bytePath.ts';
import { type Git, GitError } from './git.ts';
import { builtInExcludes, isBuiltInExcluded, isSecret } from './leaveOut.ts';
import { findUserRepository, type UserRepository } from './userRepository.ts';
import { relative } from 'node:path';

export interface Listing {
  /** What belongs into a snapshot by its name; some may be missing on disk. */
  readonly files: ReadonlySet<BytePath>;
  readonly leftOut: ReadonlyMap<BytePath, LeftOutReason>;
}

/** The repository whose rules count: none where the workspace is itself ignored by the repository around it. */
export async function repositoryFor(git: Git, workspace: string, signal: AbortSignal): Promise<UserRepository | null> {
  const repository = await findUserRepository(workspace);
  if (repository === null || repository.top === workspace) return repository;
  const inside = relative(repository.top, workspace);
  const ignored = await git.run({
    args: ['check-ignore', '--no-index', '-z', '--stdin'],
    input: Buffer.from(`./${inside}\0`),
    workTree: repository.top,
    config: excludeConfig(repository),
    answers: [1],
  }, signal);
  return ignored.length > 0 ? null : repository;
}

/**
 * Everything that the user's repository tracks, and everything else that its rules do not ignore. The user's index is read
 * by the private repository, so that the user's configuration is never looked at.
 */
export async function listFiles({ git, repository, workspace, noIndex, warn }: ListRequest, signal: AbortSignal): Promise<Listing> {
  const call = {
    args: ['ls-files', '-z', '--cached', '--others', '--exclude-standard', ...builtInExcludes.map((pattern) => `--exclude=${pattern}`)],
    workTree: repository?.top ?? workspace,
    cwd: workspace,
    config: excludeConfig(repository),
    borrowed: repository?.objects ?? null,
  };
  try {
    return toListing(splitNul(await git.run({ ...call, index: repository?.index ?? noIndex }, signal)));
  } catch (error) {
    if (!(error instanceof GitError) || repository?.index === undefined || repository.index === null) throw error;
    warn(`The index of ${repository.top} cannot be read here; tracked files that its rules ignore are not saved. ${error.message}`);
    return toListing(splitNul(await git.run({ ...call, index: noIndex }, signal)));
  }
}

export interface ListRequest {
  readonly git: Git;
  readonly repository: UserRepository | null;
  readonly workspace: string;
  /** A path where there is no index file. */
  readonly noIndex: string;
  readonly warn: (message: string) => void;
}

export function excludeConfig(repository: UserRepository | null): Readonly<Record<string, string>> {
  return repository?.exclude ? { 'core.excludesFile': repository.exclude } : {};
}

function toListing(paths: readonly BytePath[]): Listing {
  const files = new Set<BytePath>();
  const leftOut = new Map<BytePath, LeftOutReason>();
  for (const path of paths) {
    if (isBuiltInExcluded(path)) continue;
    if (path.endsWith('/')) leftOut.set(path.slice(0, -1) as BytePath, 'embedded-repository');
    else if (isSecret(path)) leftOut.set(path, 'secret');
    else files.add(path);
  }
  return { files, leftOut };
}
