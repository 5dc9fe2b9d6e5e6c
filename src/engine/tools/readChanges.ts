import * as z from 'zod';
import { cleanTerminalText } from '../base/terminalText.ts';
import { err, ok, type Result } from '../base/result.ts';
import type { ShellExit } from '../ports/shell.ts';
import type { Tool, ToolResult } from '../ports/tool.ts';
import { commandResult } from './commandResult.ts';
import { attempt, defineTool, failedCall, reading } from './defineTool.ts';
import { changesArguments, type ChangesView, commitOf, startOf, untrackedFiles } from './changesArguments.ts';
import { type GitRunner, gitRunner } from './gitRunner.ts';
import { authorizeInProject } from './policy/authorize.ts';
import { relativePath } from './policy/workspacePlace.ts';
import type { Workspace } from './workspace.ts';

const timeoutSeconds = 60;

/** A branch, a tag or a commit, also `HEAD~2`; never an option, a range or a file of a commit. */
const revision = /^(?!.*(?:\.\.|\/\/|@\{))[A-Za-z0-9][A-Za-z0-9._/~^-]{0,150}$/;

const input = z.strictObject({
  view: z.enum(['files', 'diff', 'log']).describe('files: which ones were added, changed or deleted; diff: what changed in them; log: the commits since the base'),
  base: z.string().regex(revision, 'is not the name of a branch, a tag or a commit').optional().describe('Compares with the point where the current branch left this branch, tag or commit; the last commit unless given'),
  paths: z.array(z.string().min(1)).max(500).optional().describe('Paths from the workspace root; everything unless given'),
});

/** What a review needs of Git, and nothing that could change anything: so phases that hold it may run side by side. */
export function readChangesTool(workspace: Workspace): Tool {
  return defineTool({
    name: 'read_changes',
    description: 'Shows what changed in the workspace, from its Git repository: since the last commit, or since the current branch left a base. Files that Git does not track yet are listed by "files" and are not in "diff": read them with read_file. Changes nothing.',
    input,
    async prepare({ view, base = 'HEAD', paths = [] }) {
      const relative = await relativePaths(workspace, paths);
      if (!relative.ok) return relative;
      return reading(`changes since ${base}: ${view}`, (_, signal) => attempt(() => show(gitRunner(workspace, { title: 'git diff', timeoutMs: 1_000 * timeoutSeconds }, signal), { view, base, paths: relative.value })));
    },
  });
}

async function relativePaths({ files }: Workspace, asked: readonly string[]): Promise<Result<readonly string[], string>> {
  const paths: string[] = [];
  for (const path of asked) {
    const authorized = await authorizeInProject(files, path);
    if (!authorized.ok) return authorized;
    paths.push(relativePath(files, authorized.value));
  }
  return ok(paths);
}

interface Asked {
  readonly view: ChangesView;
  readonly base: string;
  readonly paths: readonly string[];
}

async function show(git: GitRunner, { view, base, paths }: Asked): Promise<ToolResult> {
  const problem = await git.problem();
  if (problem) return failedCall(problem);
  const start = await startingPoint(git, base);
  if (!start.ok) return failedCall(start.error);
  const tracked = await git.run(changesArguments({ view, start: start.value, paths }));
  const exit = view === 'files' && tracked.exitCode === 0 ? withUntracked(tracked, await git.run(untrackedFiles(paths))) : tracked;
  return commandResult(exit, timeoutSeconds);
}

/** The commit where the current branch left the base. */
async function startingPoint(git: GitRunner, base: string): Promise<Result<string, string>> {
  const found = await git.run(commitOf(base));
  const commit = hashIn(found);
  if (/not a git repository/.test(found.output)) return err('The workspace has no Git repository, so there is nothing to compare with. Read the files as they stand.');
  if (commit === undefined) return err(base === 'HEAD' ? 'There is no commit here yet, so nothing to compare with.' : `There is no branch, tag or commit "${base}" here. Leave the base out to compare with the last commit.`);
  const start = hashIn(await git.run(startOf(commit)));
  return start === undefined ? err(`"${base}" and the current branch have no commit in common.`) : ok(start);
}

function hashIn({ exitCode, output }: ShellExit): string | undefined {
  return exitCode === 0 ? /^[0-9a-f]{40,64}$/m.exec(cleanTerminalText(output))?.[0] : undefined;
}

/** One list: what Git does not track yet has a question mark where others have what happened to them. */
function withUntracked(tracked: ShellExit, untracked: ShellExit): ShellExit {
  if (untracked.exitCode !== 0) return untracked;
  const marked = untracked.output.split('\n').filter((line) => line !== '').map((line) => `?\t${line}\n`).join('');
  return { ...tracked, output: tracked.output + marked, totalBytes: tracked.totalBytes + untracked.totalBytes, isTruncated: tracked.isTruncated || untracked.isTruncated };
}
