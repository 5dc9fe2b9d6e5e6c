import * as z from 'zod';
import { revealHidden } from '../base/hiddenText.ts';
import { ok, type Result } from '../base/result.ts';
import type { ShellExit } from '../ports/shell.ts';
import type { PreparedCall, Tool, ToolIntent, ToolResult } from '../ports/tool.ts';
import { commandResult } from './commandResult.ts';
import { attempt, defineTool, failedCall } from './defineTool.ts';
import { gitArguments, type GitRequest } from './gitArguments.ts';
import { gitRunner } from './gitRunner.ts';
import { authorizeInProject } from './policy/authorize.ts';
import { relativePath } from './policy/workspacePlace.ts';
import { wellFormed } from './wellFormed.ts';
import type { Workspace } from './workspace.ts';

const timeoutSeconds = 60;
const branchName = /^(?!.*(?:\.\.|\/\/|@\{|\.lock(?:\/|$)|[./](?:\/|$)|\/\.))[A-Za-z0-9][A-Za-z0-9._/-]{0,150}$/;

const input = z.strictObject({
  action: z.enum(['status', 'diff', 'log', 'add', 'commit', 'branch']),
  paths: z.array(z.string().min(1)).max(500).optional().describe('For diff, log and add: paths from the workspace root; everything unless given'),
  staged: z.boolean().optional().describe('For diff: what add has staged'),
  message: wellFormed.trim().min(1).max(20_000).regex(/^[^\0]*$/, 'holds a zero byte').optional().describe('For commit'),
  count: z.number().int().min(1).max(200).optional().describe('For log: how many commits; 20 unless given'),
  name: z.string().regex(branchName, 'is not a branch name of letters, digits, dots, dashes and slashes').optional().describe('For branch: creates this branch and switches to it; lists branches unless given'),
}).superRefine(({ action, message }, context) => {
  if (action === 'commit' && message === undefined) context.addIssue({ code: 'custom', path: ['message'], message: 'a commit needs a message' });
});
type Input = z.infer<typeof input>;

export function gitTool(workspace: Workspace): Tool {
  return defineTool({
    name: 'git',
    description: 'Works with the Git repository of the workspace: status, diff, log, add, commit (what add has staged), branch. Hooks, signing and external programs are off, and files with secrets are never added. Fetching and pushing are not offered.',
    input,
    async prepare(request) {
      const paths = await relativePaths(workspace, request.paths ?? []);
      return paths.ok ? ok(prepared(workspace, toRequest(request, paths.value))) : paths;
    },
  });
}

function prepared(workspace: Workspace, request: GitRequest): PreparedCall {
  return { intent: intentOf(request), run: (_, signal) => attempt(() => run(workspace, request, signal)) };
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

function toRequest({ action, staged = false, message = '', count = 20, name }: Input, paths: readonly string[]): GitRequest {
  switch (action) {
    case 'status':
      return { action };
    case 'diff':
      return { action, paths, isStaged: staged };
    case 'log':
      return { action, paths, count };
    case 'add':
      return { action, paths };
    case 'commit':
      return { action, message };
    case 'branch':
      return { action, name: name ?? null };
  }
}

function intentOf(request: GitRequest): ToolIntent {
  const isReading = request.action === 'status' || request.action === 'diff' || request.action === 'log' || (request.action === 'branch' && request.name === null);
  return { title: `git ${request.action}`, detail: revealHidden(`git ${request.action}${detailOf(request)}`), ...(isReading ? { effect: 'none' } : { effect: 'process', subject: { type: 'program', argv: ['git', ...argumentsOf(request)] } }) };
}

/** As a person would write it in a rule. */
function argumentsOf(request: GitRequest): readonly string[] {
  switch (request.action) {
    case 'commit':
      return ['commit', '-m', request.message];
    case 'branch':
      return ['branch', ...(request.name === null ? [] : [request.name])];
    case 'add':
      return ['add', ...request.paths];
    case 'status':
    case 'diff':
    case 'log':
      return [request.action];
  }
}

function detailOf(request: GitRequest): string {
  switch (request.action) {
    case 'status':
      return '';
    case 'diff':
    case 'log':
    case 'add':
      return request.paths.length === 0 ? ' (everything)' : ` ${request.paths.join(' ')}`;
    case 'commit':
      return `: ${request.message}`;
    case 'branch':
      return request.name === null ? '' : ` ${request.name} (new)`;
  }
}

async function run(workspace: Workspace, request: GitRequest, signal: AbortSignal): Promise<ToolResult> {
  const git = gitRunner(workspace, { title: `git ${request.action}`, timeoutMs: 1_000 * timeoutSeconds }, signal);
  const problem = await git.problem();
  if (problem) return failedCall(problem);
  const identity = request.action === 'commit' ? await git.identity() : [];
  const exit = await git.run([...identity, ...gitArguments(request)]);
  return nothingThere(exit) ?? commandResult(exit, timeoutSeconds);
}

/** What Git has no work with is told in words that lead on. */
function nothingThere({ exitCode, output }: ShellExit): ToolResult | null {
  if (exitCode !== 128 && exitCode !== 129) return null;
  if (/^(?:(?:fatal|warning|error): not a git repository|usage: git diff --no-index)/im.test(output)) return failedCall('The workspace has no Git repository, so there is no history and nothing to commit. Go on without git: list_files, search_text and read_file show the files as they stand.');
  return /does not have any commits yet/.test(output) ? { outcome: 'ok', output: 'The repository has no commits yet.' } : null;
}
