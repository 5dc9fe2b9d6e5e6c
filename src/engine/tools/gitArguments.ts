import { secretGlobs } from './policy/protectedPaths.ts';

/** A request whose paths are resolved and whose names are checked. */
export type GitRequest =
  | { readonly action: 'status' }
  | { readonly action: 'diff'; readonly paths: readonly string[]; readonly isStaged: boolean }
  | { readonly action: 'log'; readonly paths: readonly string[]; readonly count: number }
  | { readonly action: 'add'; readonly paths: readonly string[] }
  | { readonly action: 'commit'; readonly message: string }
  | { readonly action: 'branch'; readonly name: string | null };

/** Settings on the command line win over those of the repository: nothing that it names is run. */
const settings = [
  'core.fsmonitor=false', 'core.hooksPath=/dev/null', 'core.editor=false', 'core.askPass=', 'core.sshCommand=false', 'core.quotePath=false', 'core.untrackedCache=false',
  'credential.helper=', 'protocol.allow=never', 'safe.bareRepository=explicit',
  'commit.gpgSign=false', 'tag.gpgSign=false', 'log.showSignature=false', 'gpg.program=false', 'gpg.ssh.program=false', 'gpg.x509.program=false',
  'diff.submodule=short', 'diff.ignoreSubmodules=dirty', 'status.submoduleSummary=false', 'submodule.recurse=false',
  'gc.auto=0', 'maintenance.auto=false', 'advice.detachedHead=false', 'color.ui=false', 'column.ui=never',
];

/** For every Git process of ours; together with the settings they keep it from asking, fetching and paging. */
export const gitEnvironment: Readonly<Record<string, string>> = {
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_ATTR_NOSYSTEM: '1',
  GIT_ALLOW_PROTOCOL: 'none',
  GIT_NO_LAZY_FETCH: '1',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_NO_REPLACE_OBJECTS: '1',
  GIT_ASKPASS: '',
  SSH_ASKPASS: '',
};

type Argv = readonly [string, ...string[]];

export function gitArgv(rest: readonly string[]): Argv {
  return ['git', '--no-pager', ...settings.flatMap((setting) => ['-c', setting]), ...rest];
}

/** Everything the repository's own configuration says, by name and scope; reading it runs nothing. */
export const repositorySettings: readonly string[] = ['config', '--list', '--show-scope', '--name-only', '-z'];

/** Ends with 0 where Git knows who commits. */
export const whoCommits: readonly string[] = ['-c', 'user.useConfigOnly=true', 'var', 'GIT_AUTHOR_IDENT'];

/** For machines on which Git does not know its user: a container, a fresh machine. */
export const fallbackIdentity: readonly string[] = ['-c', 'user.name=Phasegate', '-c', 'user.email=phasegate@localhost'];

export function gitArguments(request: GitRequest): readonly string[] {
  switch (request.action) {
    case 'status':
      return ['status', '--short', '--branch', '--untracked-files=all', '--ignore-submodules=dirty', '--', '.'];
    case 'diff':
      return ['diff', '--no-ext-diff', '--no-textconv', '--no-color', '--submodule=short', '--ignore-submodules=dirty', ...(request.isStaged ? ['--cached'] : []), '--', ...pathspecs(request.paths)];
    case 'log':
      return ['log', '--no-color', '--no-show-signature', '--no-ext-diff', '--no-textconv', '--date=iso-strict', '--format=%h %ad %an%d%n    %s', `--max-count=${request.count}`, '--', ...(request.paths.length === 0 ? [] : pathspecs(request.paths))];
    case 'add':
      return ['add', '--all', '--', ...pathspecs(request.paths)];
    case 'commit':
      return ['commit', '--no-verify', '--no-gpg-sign', '--no-edit', '--cleanup=strip', `--message=${request.message}`];
    case 'branch':
      return request.name === null ? ['branch', '--list', '--no-color', '--no-column', '--verbose'] : ['switch', '--no-guess', '--no-recurse-submodules', '--create', request.name];
  }
}

/** Each path as it is written, and never a secret. `.` stands for everything below the workspace root. */
export function pathspecs(paths: readonly string[]): readonly string[] {
  const wanted = paths.length === 0 ? ['.'] : paths;
  return [...wanted.map((path) => `:(literal)${path}`), ...[...secretGlobs, '**/.env.*'].map((glob) => `:(exclude,glob,icase)${glob}`)];
}
