import { messageOf } from '../../../base/messageOf.ts';
import type { Repositories } from '../../../ports/repositories.ts';

/** Settings that make Git run a program, work elsewhere, or read further settings; a key may follow its section on one line. */
const running = /^\s*(?:\[[^\n]*\]\s*)?(fsmonitor|hookspath|sshcommand|gitproxy|pager|editor|askpass|external|textconv|command|driver|clean|smudge|process|program|helper|uploadpack|receivepack|alternaterefscommand|worktree|path|cmd|sequenceeditor|defaultkeycommand|partialclone)\s*(?:=|$)|^\s*(\[\s*(?:include|includeif|hook|pager)\b)/im;

/**
 * Why a Git command that only looks may still run something in a folder (absolute), or `null`: repositories can name programs
 * in their own configuration and hooks. The person's own configuration is theirs.
 */
export async function repositoryDoubt(repositories: Repositories, { folder, runsHooks }: { readonly folder: string; readonly runsHooks: boolean }): Promise<string | null> {
  try {
    const powers = await repositories.powersIn(folder);
    if (!powers) return null;
    if (powers.isBare) return 'The folder is the inside of a Git repository, whose settings may run programs.';
    const [, key, section] = running.exec(powers.settings.replace(/\\\r?\n/g, '')) ?? [];
    const found = key ?? section;
    if (found !== undefined) return `The repository's own settings have "${found}", which can make Git run a program.`;
    return runsHooks && powers.hooks.length > 0 ? `It would run the repository's hooks (${powers.hooks.slice(0, 3).join(', ')}).` : null;
  } catch (error) {
    return `The repository's own settings cannot be read: ${messageOf(error)}`;
  }
}
