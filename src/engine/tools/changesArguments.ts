import { pathspecs } from './gitArguments.ts';

export type ChangesView = 'files' | 'diff' | 'log';

export interface ChangesRequest {
  readonly view: ChangesView;
  /** A commit, by its hash. */
  readonly start: string;
  readonly paths: readonly string[];
}

const plain = ['--no-ext-diff', '--no-textconv', '--no-color', '--ignore-submodules=dirty'];

export function changesArguments({ view, start, paths }: ChangesRequest): readonly string[] {
  const specs = pathspecs(paths);
  switch (view) {
    case 'files':
      return ['diff', ...plain, '--name-status', '--find-renames', start, '--', ...specs];
    case 'diff':
      return ['diff', ...plain, '--submodule=short', start, '--', ...specs];
    case 'log':
      return ['log', '--no-color', '--no-show-signature', ...plain, '--date=iso-strict', '--format=%h %ad %an%n    %s%n%w(0,4,4)%b', '--max-count=200', `${start}..HEAD`, '--', ...(paths.length === 0 ? [] : specs)];
  }
}

/** Files that Git could track and does not yet, one for each line. */
export function untrackedFiles(paths: readonly string[]): readonly string[] {
  return ['ls-files', '--others', '--exclude-standard', '--', ...pathspecs(paths)];
}

/** Ends with 0 and the hash of the commit that a name stands for. */
export function commitOf(name: string): readonly string[] {
  return ['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`];
}

/** The newest commit that both have. */
export function startOf(commit: string): readonly string[] {
  return ['merge-base', commit, 'HEAD'];
}
