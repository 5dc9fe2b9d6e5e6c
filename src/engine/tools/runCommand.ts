import * as z from 'zod';
import { revealHidden } from '../base/hiddenText.ts';
import { ok } from '../base/result.ts';
import type { AuthorizedPath } from '../ports/files.ts';
import type { Tool, ToolContext, ToolResult } from '../ports/tool.ts';
import { commandResult } from './commandResult.ts';
import { attempt, defineTool, failedCall } from './defineTool.ts';
import { authorizeInProject } from './policy/authorize.ts';
import { relativePath } from './policy/workspacePlace.ts';
import { unchanged, type Workspace } from './workspace.ts';

const defaultTimeoutSeconds = 120;
const storedOutputBytes = 2_000_000;

const input = z.strictObject({
  command: z.string().min(1).max(20_000).regex(/^[^\0]*$/, 'holds a zero byte').describe('Given to the system shell (sh; cmd on Windows)'),
  timeoutSeconds: z.number().int().min(1).max(1_800).optional().describe(`It is ended after this; ${defaultTimeoutSeconds} unless given`),
  cwd: z.string().min(1).optional().describe('Folder to run in, relative to the workspace root; the root unless given'),
});
type Input = z.infer<typeof input>;

export function runCommandTool(workspace: Workspace): Tool {
  return defineTool({
    name: 'run_command',
    description: 'Runs a command in the workspace and answers its exit code and output. Every call starts a fresh shell: no folder or variable is carried over. Nothing can be typed in, no secrets are in the environment, and processes left in the background are ended with the command, so servers need background_command. Long output keeps its beginning and end.',
    input,
    async prepare(request) {
      const cwd = await authorizeInProject(workspace.files, request.cwd ?? '.');
      if (!cwd.ok) return cwd;
      const folder = relativePath(workspace.files, cwd.value);
      const command = revealHidden(request.command);
      return ok({
        intent: { title: `run ${oneLine(command)}`, detail: folder === '.' ? command : `${command}\n(in ${folder})`, subject: { type: 'command', script: request.command, folder } },
        run: (context, signal) => attempt(() => run(workspace, { request, cwd: cwd.value, context }, signal)),
      });
    },
  });
}

interface Run {
  readonly request: Input;
  readonly cwd: AuthorizedPath;
  readonly context: ToolContext;
}

async function run({ files, shell }: Workspace, { request, cwd, context }: Run, signal: AbortSignal): Promise<ToolResult> {
  await unchanged(authorizeInProject(files, request.cwd ?? '.'), cwd);
  if ((await files.stat(cwd))?.kind !== 'directory') return failedCall(`${relativePath(files, cwd)} is not a folder.`);
  const timeoutSeconds = request.timeoutSeconds ?? defaultTimeoutSeconds;
  const exit = await shell.run({
    program: { script: request.command },
    cwd,
    timeoutMs: 1_000 * timeoutSeconds,
    outputLimitBytes: storedOutputBytes,
    title: oneLine(revealHidden(request.command)),
  }, context.progress, signal);
  return commandResult(exit, timeoutSeconds);
}

function oneLine(command: string): string {
  const line = command.trim().replace(/\s*\n\s*/g, ' ⏎ ');
  return line.length > 120 ? `${line.slice(0, 120)}…` : line;
}
