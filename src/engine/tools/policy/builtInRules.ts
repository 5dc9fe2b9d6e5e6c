import type { CommandParser } from './command/commandParser.ts';
import { parseRules, type Rules } from './rules.ts';

/**
 * What needs no asking in a workspace that is trusted: looking at what lies open in it. Options and arguments are held
 * against the tables as for any rule with a `*`, and content that the command does not name is never shown.
 */
const builtInRules = {
  allow: [
    'ls *', 'pwd *', 'cat *', 'head *', 'tail *', 'wc *', 'nl *', 'sort *', 'uniq *', 'cut *', 'diff *', 'cmp *', 'comm *', 'grep *', 'egrep *', 'fgrep *', 'find *', 'tree *', 'stat *', 'file *', 'du *', 'df *',
    'basename *', 'dirname *', 'realpath *', 'readlink *', 'md5sum *', 'sha1sum *', 'sha256sum *', 'cksum *', 'jq *', 'sed *', 'echo *', 'printf *', 'true', 'false', 'whoami', 'id *', 'uname *', 'nproc', 'date', 'date -u', 'which *', 'seq *',
    'git status *', 'git log *', 'git branch *', 'git rev-parse *', 'git ls-files *', 'git ls-tree *', 'git describe *', 'git shortlog *', 'git rev-list *', 'git merge-base *', 'git diff --stat *', 'git diff --name-only *', 'git diff --name-status *', 'git diff --shortstat *', 'git diff --numstat *',
    'git --version', 'node --version', 'node -v', 'npm --version', 'npm -v', 'pnpm --version', 'yarn --version', 'python --version', 'python3 --version', 'tsc --version', 'go version', 'cargo --version', 'rustc --version', 'java --version', 'java -version', 'ruby --version', 'make --version', 'gcc --version',
  ],
};

/** The built-in rules, read when the first command comes. */
export function parsedBuiltInRules(parser: CommandParser): () => Promise<Rules> {
  let parsed: Promise<Rules> | undefined;
  return () => {
    parsed ??= parseRules(parser, builtInRules, 'built in').then((rules) => {
      if (rules.ok) return rules.value;
      parsed = undefined;
      return { source: 'built in', allow: [], ask: [], deny: [] };
    });
    return parsed;
  };
}
