import { type OptionTable, optionTable } from './optionTable.ts';

const diffs = '-p! -u! --patch! --no-patch -s --stat --stat: --numstat --shortstat --dirstat --compact-summary --summary --raw --name-only --name-status --color --color: --no-color --word-diff --word-diff: --color-words --no-renames -M --find-renames --find-renames: --find-copies -w -b --ignore-all-space --ignore-space-change --ignore-space-at-eol --ignore-blank-lines --ignore-cr-at-eol --diff-filter: --minimal --patience --histogram --diff-algorithm: -U:! --unified:! --full-index --abbrev --abbrev: --binary! --check -R --relative -z --exit-code --quiet -q --no-ext-diff --no-textconv --no-prefix --submodule: --ignore-submodules --ignore-submodules: -S: -G: --pickaxe-all --pickaxe-regex --inter-hunk-context: -W! --function-context! --text -a';
const history = '-# -n: --oneline --max-count: --skip: --since: --after: --until: --before: --author: --committer: --grep: -i --regexp-ignore-case -E -F --extended-regexp --fixed-strings --invert-grep --all-match --all --branches --tags --remotes --graph --decorate --decorate: --no-decorate --format: --pretty --pretty: --date: --date-order --topo-order --author-date-order --reverse --merges --no-merges --first-parent --follow --left-right --left-only --right-only --cherry-pick --cherry-mark --boundary --no-walk --source --abbrev-commit --no-abbrev-commit --walk-reflogs -g --simplify-by-decoration --ancestry-path --full-history --parents --children --count -L:! -c! --cc! -m! --remerge-diff!';
const references = '--sort: --format: --points-at: --contains: --no-contains: --merged: --no-merged: --color --color: --no-color --column --no-column --ignore-case -i';

/**
 * The parts of Git that only look, and `add` and `commit`, which change nothing but the repository's own record (whether hooks
 * would run is looked at apart). By their first word, or two.
 */
const tables: readonly (readonly [string, OptionTable])[] = [
  ['status', optionTable('-s --short -b --branch --porcelain --porcelain: --long -u -uno -uall -unormal --untracked-files --untracked-files: --ignored --ignored: -z -v --verbose --show-stash --ahead-behind --no-ahead-behind --column --no-column --renames --no-renames --find-renames --ignore-submodules --ignore-submodules:', 'revisions')],
  ['diff', optionTable(`${diffs} --cached --staged --merge-base`, 'revisions')],
  ['diff-tree diff-index diff-files', optionTable(`${diffs} -r -t --root --no-commit-id --cached`, 'revisions')],
  ['log', optionTable(`${history} ${diffs}`, 'revisions')],
  ['show', optionTable(`${history} ${diffs}`, 'revisions')],
  ['shortlog', optionTable(`${history} -s --summary --numbered -e --email`, 'revisions')],
  ['rev-list', optionTable(`${history} --objects --timestamp`, 'revisions')],
  ['branch', optionTable(`${references} -a -r -v -vv -l --list --all --remotes --verbose --show-current`, 'none')],
  ['tag', optionTable(`${references} -l --list -n`, 'none')],
  ['for-each-ref show-ref', optionTable(`${references} --count: --heads --tags --head --verify -d --dereference -q --quiet -s --hash`, 'text')],
  ['remote', optionTable('-v --verbose', 'none')],
  ['rev-parse', optionTable('--abbrev-ref --short --short: --verify -q --quiet --show-toplevel --show-prefix --show-cdup --is-inside-work-tree --is-bare-repository --symbolic --symbolic-full-name --branches --tags --remotes --all', 'revisions')],
  ['merge-base cherry name-rev range-diff', optionTable('-a --all --is-ancestor --octopus --independent --fork-point -v --name-only --tags --always --no-color', 'revisions')],
  ['describe', optionTable('--tags --all --always --dirty --long --abbrev: --match: --exclude: --contains --candidates: --exact-match --first-parent', 'revisions')],
  ['ls-files', optionTable('-c -d -m -o -i -s -u -k -z -t -v --cached --deleted --modified --others --ignored --stage --unmerged --killed --exclude-standard --full-name --error-unmatch --abbrev --abbrev: -x: --exclude: --directory --eol', 'revisions')],
  ['ls-tree', optionTable('-r -d -t -l -z --name-only --name-status --full-name --full-tree --long --abbrev --abbrev:', 'revisions')],
  ['blame annotate', optionTable('-L: -l -t -s -e -w -M -b -f -n -p --root --date: --porcelain --line-porcelain --show-email --show-name --show-number --since: --abbrev: --first-parent', 'revisions')],
  ['cat-file', optionTable('-t -s -e -p', 'revisions')],
  ['grep', optionTable('-# -n -i -w -v -h -H -l -L -c -o -q -E -F -G -P -e: -A: -B: -C: -p -W -z --line-number --column --ignore-case --word-regexp --invert-match --full-name --extended-regexp --fixed-strings --basic-regexp --perl-regexp --files-with-matches --name-only --files-without-match --count --only-matching --quiet --and --or --not --all-match --cached --untracked --max-depth: --max-count: --heading --break --show-function --function-context --color --color: --no-color --threads:', 'text-then-paths')],
  ['reflog', optionTable(history, 'none')],
  ['stash list', optionTable(history, 'none')],
  ['stash show', optionTable(diffs, 'revisions')],
  ['worktree list', optionTable('-v --verbose --porcelain -z', 'none')],
  ['check-ignore', optionTable('-v -n -q --verbose --non-matching --quiet --no-index', 'paths')],
  ['count-objects', optionTable('-v -H --verbose --human-readable', 'none')],
  ['version', optionTable('', 'none')],
  ['add', optionTable('-A -u -v -n -N --all --update --verbose --dry-run --intent-to-add --ignore-errors', 'paths')],
  ['commit', optionTable('-m: -a -q -s --message: --all --quiet --signoff --allow-empty --dry-run --short --porcelain --no-edit', 'paths')],
];

const byName: ReadonlyMap<string, OptionTable> = new Map(tables.flatMap(([names, table]) => (/^(?:stash|worktree) /.test(names) ? [names] : names.split(' ')).map((name) => [name, table] as const)));

/** Options before the command. Others (`-c`, `-C`, `--git-dir`, `--exec-path` …) make Git run programs or work elsewhere. */
const harmlessBefore: ReadonlySet<string> = new Set(['--no-pager', '-P', '--no-optional-locks', '--literal-pathspecs', '--version', '--no-replace-objects']);

export interface GitCommand {
  readonly name: string;
  readonly table: OptionTable;
  /** Index in the command line of the first word after the command's own name. */
  readonly argumentsAt: number;
}

/** Which part of Git a command line uses; the error says why that asks. `null`: only Git itself, such as `git --version`. */
export function gitCommand(argv: readonly string[], isLiteral: (index: number) => boolean): GitCommand | string | null {
  let at = 1;
  for (; argv[at]?.startsWith('-'); at += 1) {
    if (!isLiteral(at) && !harmlessBefore.has(argv[at] ?? '')) return `The option ${argv[at]} before Git's command can make it run programs or work elsewhere.`;
  }
  const [first = '', second = ''] = argv.slice(at);
  if (first === '') return null;
  const double = byName.get(`${first} ${second}`);
  if (double) return { name: `${first} ${second}`, table: double, argumentsAt: at + 2 };
  const table = byName.get(first);
  return table ? { name: first, table, argumentsAt: at + 1 } : `git ${first} is not known to only look: it changes files or history, runs programs, or goes over the network.`;
}
