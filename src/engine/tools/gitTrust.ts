import { cleanTerminalText } from '../base/terminalText.ts';
import type { ShellExit } from '../ports/shell.ts';

/**
 * Settings that make Git run a program, or work elsewhere, and that no option can switch off by name beforehand. The
 * person's own (global) configuration may have them; a repository's may not.
 */
const refused = /^(?:filter\..*\.(?:clean|smudge|process)|hook\..*|core\.worktree|core\.alternaterefscommand|remote\..*\.(?:uploadpack|receivepack|vcs)|extensions\.partialclone)$/i;

/** Why Git must not work here, from the answer to `repositorySettings`, or `undefined`. */
export function repositoryProblem(exit: ShellExit): string | undefined {
  if (exit.ending === 'not-started') return exit.problem ?? 'Git could not be started.';
  if (exit.exitCode !== 0 || exit.isTruncated) return `Git cannot read this repository's configuration: ${cleanTerminalText(exit.output).slice(0, 500).trim()}`;
  const fields = exit.output.split('\0');
  const own = fields.filter((_, index) => index % 2 === 1 && /^(?:local|worktree)$/.test(fields[index - 1] ?? ''));
  const found = own.filter((name) => refused.test(name));
  if (found.length === 0) return undefined;
  return `This repository's own configuration sets ${[...new Set(found)].slice(0, 5).join(', ')}, which can make Git run a program or work elsewhere. The git tool does not go on. Use run_command, which needs approval.`;
}
