import { lstat, realpath } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { err, ok, type Result } from '../base/result.ts';
import type { Shell, ShellCommand } from '../ports/shell.ts';
import { findProgram } from './findProgram.ts';
import { processEnvironment } from './processEnvironment.ts';

/** What commands may reach. `off` is everything the person may. */
export type SandboxMode = 'off' | 'offline' | 'online';

export interface SandboxOptions {
  /** The canonical workspace folder: the only one that commands can write, besides temporary files that end with them. */
  readonly root: string;
  /** Read anew for each command. */
  readonly mode: () => SandboxMode;
  /** Where the search path comes from; this process's own unless given. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/**
 * Puts commands into a sandbox of bubblewrap (Linux): the workspace can be written, the rest only read, keys of the person are not
 * there at all, and there is no network unless allowed. Where it was asked for and cannot be had, nothing runs. Programs that the
 * engine itself chooses stay outside.
 */
export function sandboxedShell(shell: Shell, options: SandboxOptions): Shell {
  const sandbox = bubblewrap(shell, options);
  return {
    async run(command, onOutput, signal) {
      const wanted = options.mode();
      if (wanted === 'off' || command.isOwn === true) return shell.run(command, onOutput, signal);
      const inside = await sandbox.inside({ argv: argvOf(command), cwd: command.cwd, hasNetwork: wanted === 'online', canWrite: true });
      if (!inside.ok) return { ending: 'not-started', exitCode: null, output: '', totalBytes: 0, isTruncated: false, problem: `Commands must run in a sandbox, and there is none: ${inside.error}` };
      return shell.run({ ...command, program: { argv: inside.value } }, onOutput, signal);
    },
  };
}

/** A program with what it may reach. */
export interface Confined {
  readonly argv: readonly [string, ...string[]];
  /** Absolute. */
  readonly cwd: string;
  readonly hasNetwork: boolean;
  /** Of the workspace. */
  readonly canWrite: boolean;
}

export interface Sandbox {
  /** The program with its sandbox around it. The error says why there is none, and what the person can do. */
  inside(confined: Confined): Promise<Result<readonly [string, ...string[]], string>>;
}

/** Looks for bubblewrap at each use, and tries it with the shell until it worked once. */
export function bubblewrap(shell: Shell, { root, environment = process.env }: Pick<SandboxOptions, 'root' | 'environment'>): Sandbox {
  let isProven = false;
  return {
    async inside(confined) {
      const variables = processEnvironment(environment, '');
      const bwrap = process.platform === 'linux' ? await findProgram('bwrap', variables) : null;
      if (bwrap === null) return unavailable(process.platform === 'linux' ? 'bubblewrap (bwrap) is not installed.' : 'it needs bubblewrap, which there is only for Linux.');
      const problem = isProven ? undefined : await problemOf(shell, [bwrap, ...walls(root, confined)], confined.cwd);
      if (problem !== undefined) return unavailable(problem);
      isProven = true;
      return ok([bwrap, ...walls(root, confined), ...programFolders(variables), ...(await hidden()), ...(await kept(root)), '--chdir', confined.cwd, '--', ...confined.argv]);
    },
  };
}

function argvOf({ program }: ShellCommand): readonly [string, ...string[]] {
  return 'argv' in program ? program.argv : ['/bin/sh', '-c', program.script];
}

/** Processes inside see and end with each other; the temporary folder is theirs alone. */
function walls(root: string, { hasNetwork, canWrite }: Confined): readonly string[] {
  return ['--die-with-parent', '--unshare-pid', '--unshare-ipc', ...(hasNetwork ? [] : ['--unshare-net']), '--ro-bind', '/', '/', '--dev', '/dev', '--proc', '/proc', '--tmpfs', tmpdir(), '--tmpfs', '/var/tmp', '--tmpfs', '/run', canWrite ? '--bind' : '--ro-bind', root, root];
}

/** What is on the search path stays there, also where it lies among temporary files. */
function programFolders({ PATH = '' }: Readonly<Record<string, string>>): readonly string[] {
  return PATH.split(delimiter).filter((folder) => folder.startsWith(`${tmpdir()}/`)).flatMap((folder) => ['--ro-bind-try', folder, folder]);
}

/** Folders and files of keys in the person's home. */
const secretPlaces = ['.ssh', '.aws', '.gnupg', '.azure', '.config/gcloud', '.config/gh', '.kube', '.docker', '.password-store', '.netrc', '.npmrc', '.pypirc', '.git-credentials', '.pgpass'];

async function hidden(): Promise<readonly string[]> {
  const found = await Promise.all(secretPlaces.map(async (name) => coverOf(join(homedir(), name))));
  return found.flat();
}

/** A place is covered where it really is; nothing needs to be where there is nothing. */
async function coverOf(path: string): Promise<readonly string[]> {
  const real = await realpath(path).catch(() => null);
  if (real === null) return [];
  return (await lstat(real)).isDirectory() ? ['--tmpfs', real] : ['--ro-bind', '/dev/null', real];
}

/** What in the workspace runs code of its own accord stays as it is. */
const keptPlaces = ['.git/hooks', '.git/config', '.vscode', '.phasegate', '.githooks', '.husky'];

async function kept(root: string): Promise<readonly string[]> {
  const found = await Promise.all(keptPlaces.map(async (name) => {
    const path = join(root, name);
    const stat = await lstat(path).catch(() => null);
    return stat === null || stat.isSymbolicLink() ? [] : ['--ro-bind', path, path];
  }));
  return found.flat();
}

/** A kernel may forbid what bubblewrap needs: that is tried once, and again after it failed. */
async function problemOf(shell: Shell, argv: readonly [string, ...string[]], cwd: string): Promise<string | undefined> {
  const probe = await shell.run({ program: { argv: [...argv, '--', 'true'] }, cwd, timeoutMs: 10_000, outputLimitBytes: 2_000, title: 'look for the sandbox' }, () => undefined, new AbortController().signal);
  return probe.exitCode === 0 ? undefined : `bubblewrap does not work here: ${probe.problem ?? probe.output.trim()}`;
}

function unavailable(reason: string): Result<never, string> {
  return err(`${reason} The person can install it, or change the setting.`);
}
