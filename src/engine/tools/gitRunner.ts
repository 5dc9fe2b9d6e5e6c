import type { ShellExit } from '../ports/shell.ts';
import { fallbackIdentity, gitArgv, gitEnvironment, repositorySettings, whoCommits } from './gitArguments.ts';
import { repositoryProblem } from './gitTrust.ts';
import type { Workspace } from './workspace.ts';

export interface GitRunner {
  /** Why Git must not work in this repository, if so. Runs nothing that the repository names. */
  problem(): Promise<string | undefined>;
  /** Options that name who commits, where Git does not know. */
  identity(): Promise<readonly string[]>;
  run(rest: readonly string[]): Promise<ShellExit>;
}

/** Git at the workspace root with the hardened settings, for one call of the tool. */
export function gitRunner({ shell, files }: Workspace, { title, timeoutMs }: { readonly title: string; readonly timeoutMs: number }, signal: AbortSignal): GitRunner {
  const run = (rest: readonly string[]): Promise<ShellExit> => shell.run(
    { program: { argv: gitArgv(rest) }, cwd: files.root, timeoutMs, outputLimitBytes: 4_000_000, title, environment: gitEnvironment, isOwn: true },
    () => undefined,
    signal,
  );
  return {
    run,
    problem: async () => repositoryProblem(await run(repositorySettings)),
    identity: async () => ((await run(whoCommits)).exitCode === 0 ? [] : fallbackIdentity),
  };
}
