import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { delimiter, join } from 'node:path';
import { findProgram } from '../findProgram.ts';
import { processEnvironment } from '../processEnvironment.ts';

export interface GitCall {
  readonly args: readonly string[];
  readonly input?: Buffer;
  /** The index file; the private repository's own unless given. */
  readonly index?: string;
  /** The folder paths are relative to, and where the program runs; the workspace unless given. */
  readonly workTree?: string;
  readonly cwd?: string;
  /** Object folders that may be read besides the private one. */
  readonly borrowed?: string | null;
  readonly config?: Readonly<Record<string, string>>;
  /** Exit codes besides 0 that are answers and not failures. */
  readonly answers?: readonly number[];
}

export interface Git {
  /** Standard output. Rejects with `GitError`, or with the signal's reason; then the program has been killed. */
  run(call: GitCall, signal: AbortSignal): Promise<Buffer>;
}

export class GitError extends Error {
  override readonly name = 'GitError';
}

export const gitMissing = 'Git was not found. Install it (https://git-scm.com) and make sure that it is on the search path; until then workspace files cannot be saved and restored.';

/** Output beyond this is a workspace that snapshots are not made for. */
const outputLimitBytes = 512 * 1024 * 1024;

/** Whatever a configuration could make Git run or rewrite is off, however the private repository's own file reads. */
const fixedConfig: Readonly<Record<string, string>> = {
  'core.hooksPath': '/dev/null',
  'core.attributesFile': '/dev/null',
  'core.excludesFile': '/dev/null',
  'core.fsmonitor': 'false',
  'core.autocrlf': 'false',
  'core.safecrlf': 'false',
  'core.bare': 'false',
  'core.splitIndex': 'false',
  'core.untrackedCache': 'false',
  'core.precomposeUnicode': 'false',
  'core.quotePath': 'false',
  'core.logAllRefUpdates': 'false',
  'core.fsync': 'all',
  'core.fsyncMethod': 'batch',
  'gc.auto': '0',
  'maintenance.auto': 'false',
  'protocol.allow': 'never',
};

/** The Git program on a private repository, in an environment where no other configuration counts. */
export function privateGit(repository: string, workspace: string): Git {
  const environment = { ...processEnvironment(process.env, randomBytes(16).toString('hex')), ...fixedEnvironment(repository) };
  return {
    async run(call, signal) {
      signal.throwIfAborted();
      const program = await findProgram('git', environment);
      if (program === null) throw new GitError(gitMissing);
      const config = Object.entries({ ...fixedConfig, ...call.config }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
      const started = spawn(program, [...config, ...call.args], {
        cwd: call.cwd ?? call.workTree ?? workspace,
        env: { ...environment, GIT_WORK_TREE: call.workTree ?? workspace, ...variablesOf(call) },
        stdio: 'pipe',
        windowsHide: true,
        signal,
        killSignal: 'SIGKILL',
      });
      return collect(started, call, signal);
    },
  };
}

function fixedEnvironment(repository: string): Record<string, string> {
  return {
    LANG: 'C',
    LC_ALL: 'C',
    HOME: repository,
    XDG_CONFIG_HOME: repository,
    GIT_DIR: repository,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_SYSTEM: '/dev/null',
    GIT_ATTR_NOSYSTEM: '1',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_NO_LAZY_FETCH: '1',
    GIT_DEFAULT_HASH: 'sha1',
    GIT_TEMPLATE_DIR: join(repository, 'no-templates'),
  };
}

function variablesOf({ index, borrowed }: GitCall): Record<string, string> {
  return {
    ...(index === undefined ? {} : { GIT_INDEX_FILE: index }),
    ...(borrowed === undefined || borrowed === null ? {} : { GIT_ALTERNATE_OBJECT_DIRECTORIES: quoted(borrowed) }),
  };
}

/** The variable is a list: a folder with the list's own separator in its name has to be quoted. */
function quoted(folder: string): string {
  return folder.includes(delimiter) || folder.startsWith('"') ? `"${folder.replace(/["\\]/g, '\\$&')}"` : folder;
}

function collect(child: ReturnType<typeof spawn>, call: GitCall, signal: AbortSignal): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const output: Buffer[] = [];
    let size = 0;
    let complaint = '';
    child.stdout?.on('data', (bytes: Buffer) => {
      size += bytes.length;
      if (size > outputLimitBytes) child.kill('SIGKILL');
      else output.push(bytes);
    });
    child.stderr?.on('data', (bytes: Buffer) => {
      if (complaint.length < 2_000) complaint += bytes.toString('utf8');
    });
    // A program that ends before it has read everything says so by its exit code.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(call.input ?? '');
    child.once('error', (error) => reject(signal.aborted ? signal.reason : new GitError(`Git could not be started: ${error.message}`)));
    child.once('close', (code) => {
      if (signal.aborted) reject(signal.reason);
      else if (size > outputLimitBytes) reject(new GitError('The workspace is too large for snapshots.'));
      else if (code === 0 || (code !== null && call.answers?.includes(code))) resolve(Buffer.concat(output));
      else reject(new GitError(`git ${call.args[0]} failed: ${complaint.trim().slice(0, 500) || `exit code ${code}`}`));
    });
  });
}
