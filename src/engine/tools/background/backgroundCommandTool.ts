import * as z from 'zod';
import { revealHidden } from '../../base/hiddenText.ts';
import { ok, type Result } from '../../base/result.ts';
import { cleanTerminalText } from '../../base/terminalText.ts';
import type { ExecutionId } from '../../model/ids.ts';
import type { AuthorizedPath } from '../../ports/files.ts';
import type { PreparedCall, Tool, ToolContext, ToolResult } from '../../ports/tool.ts';
import { attempt, defineTool, failedCall } from '../defineTool.ts';
import { authorizeInProject } from '../policy/authorize.ts';
import { relativePath } from '../policy/workspacePlace.ts';
import { unchanged, type Workspace } from '../workspace.ts';
import type { BackgroundCommand, BackgroundCommands } from './backgroundCommands.ts';

/** A command that cannot start, or ends at once, should say so in the answer to its start. */
const firstLookMs = 1_000;

const input = z.strictObject({
  action: z.enum(['start', 'output', 'stop', 'list']),
  command: z.string().min(1).max(20_000).regex(/^[^\0]*$/, 'holds a zero byte').optional().describe('For start: given to the system shell'),
  cwd: z.string().min(1).optional().describe('For start: folder to run in, relative to the workspace root; the root unless given'),
  id: z.number().int().min(1).optional().describe('For output and stop: the number that start answered'),
  waitSeconds: z.number().int().min(0).max(300).optional().describe('For output: how long to wait for its end; 0 unless given'),
}).superRefine(({ action, command, id }, context) => {
  if (action === 'start' && command === undefined) context.addIssue({ code: 'custom', path: ['command'], message: 'start needs a command' });
  if ((action === 'output' || action === 'stop') && id === undefined) context.addIssue({ code: 'custom', path: ['id'], message: `${action} needs the id that start answered` });
});
type Input = z.infer<typeof input>;

export function backgroundCommandTool(workspace: Workspace, commands: BackgroundCommands): Tool {
  return defineTool({
    name: 'background_command',
    description: 'Keeps a command running beside the other calls, such as a server or a watcher: start, output (what it wrote since the last look), stop, list. Everything still running ends with the phase. For commands that end by themselves use run_command.',
    input,
    async prepare(request): Promise<Result<PreparedCall, string>> {
      const { action, id = 0, waitSeconds = 0 } = request;
      if (action === 'list') return looking('list background commands', async ({ execution }) => listed(commands, execution));
      if (action === 'output') return looking(`output of background command ${id}`, async (context, signal) => output(commands, { id, waitSeconds }, { context, signal }));
      if (action === 'stop') return looking(`stop background command ${id}`, async (context) => stop(commands, id, context));
      return prepareStart(workspace, commands, request);
    },
  });
}

/** Only starting one is an effect on the world. */
function looking(title: string, run: PreparedCall['run']): Result<PreparedCall, string> {
  return ok({ intent: { title, detail: title, effect: 'none' }, run });
}

async function prepareStart(workspace: Workspace, commands: BackgroundCommands, { command: script = '', cwd: asked = '.' }: Input): Promise<Result<PreparedCall, string>> {
  const cwd = await authorizeInProject(workspace.files, asked);
  if (!cwd.ok) return cwd;
  const folder = relativePath(workspace.files, cwd.value);
  const shown = revealHidden(script);
  const title = shown.trim().replace(/\s*\n\s*/g, ' ⏎ ').slice(0, 120);
  return ok({
    intent: { title: `run in the background: ${title}`, detail: folder === '.' ? shown : `${shown}\n(in ${folder})`, subject: { type: 'command', script, folder } },
    run: (context, signal) => attempt(async () => {
      await unchanged(authorizeInProject(workspace.files, asked), cwd.value);
      return start(commands, { script, title, cwd: cwd.value }, { context, signal });
    }),
  });
}

interface Call {
  readonly context: ToolContext;
  readonly signal: AbortSignal;
}

async function start(commands: BackgroundCommands, { script, title, cwd }: { script: string; title: string; cwd: AuthorizedPath }, { context, signal }: Call): Promise<ToolResult> {
  const id = commands.start({ script, title, cwd, run: context.run, phase: context.phase, execution: context.execution }, context.progress);
  if (id === null) return failedCall('Too many commands run in the background. Stop one first.');
  await commands.wait(id, { timeoutMs: firstLookMs }, signal);
  return seen(commands, id, context.execution);
}

async function output(commands: BackgroundCommands, { id, waitSeconds }: { id: number; waitSeconds: number }, { context, signal }: Call): Promise<ToolResult> {
  if (waitSeconds > 0) await commands.wait(id, { timeoutMs: 1_000 * waitSeconds }, signal);
  return seen(commands, id, context.execution);
}

async function stop(commands: BackgroundCommands, id: number, { execution }: ToolContext): Promise<ToolResult> {
  if (!isOwn(commands, id, execution)) return unknown(commands, id, execution);
  await commands.stop(id);
  return seen(commands, id, execution);
}

function seen(commands: BackgroundCommands, id: number, execution: ExecutionId): ToolResult {
  const look = commands.look(id, execution);
  if (!look) return unknown(commands, id, execution);
  const lost = look.lostCharacters === 0 ? '' : `… ${look.lostCharacters} characters before this …\n`;
  const text = cleanTerminalText(look.text).trimEnd();
  const isBad = look.exit !== null && (look.exit.ending === 'not-started' || (look.exit.ending === 'exited' && look.exit.exitCode !== 0));
  return { outcome: isBad ? 'error' : 'ok', output: `${standing({ id, exit: look.exit, isStoppedByPerson: look.isStoppedByPerson })}\n${text === '' ? '(no new output)' : lost + text}` };
}

function listed(commands: BackgroundCommands, execution: ExecutionId): ToolResult {
  const own = commands.list().filter((command) => command.execution === execution);
  return { outcome: 'ok', output: own.length === 0 ? 'No command was started in the background.' : own.map((command) => `${standing(command)} ${command.title}`).join('\n') };
}

function isOwn(commands: BackgroundCommands, id: number, execution: ExecutionId): boolean {
  return commands.list().some((command) => command.id === id && command.execution === execution);
}

function unknown(commands: BackgroundCommands, id: number, execution: ExecutionId): ToolResult {
  return failedCall(`There is no background command ${id} now: it may have ended when the phase was interrupted. ${listed(commands, execution).output}`);
}

function standing({ id, exit, isStoppedByPerson }: Pick<BackgroundCommand, 'id' | 'exit' | 'isStoppedByPerson'>): string {
  if (exit === null) return `[${id}] is running.`;
  const problem = exit.problem === undefined ? '' : ` ${exit.problem}`;
  return { exited: `[${id}] ended with exit code ${exit.exitCode ?? 'unknown'}.`, timeout: `[${id}] was ended: it ran too long.`, cancelled: isStoppedByPerson ? `[${id}] was stopped by the person. Do not start it again without asking.` : `[${id}] was stopped.`, 'not-started': `[${id}] could not be started.` }[exit.ending] + problem;
}
