import { revealHidden } from '../../base/hiddenText.ts';
import { err, ok, type Result } from '../../base/result.ts';
import type { Json, JsonObject, JsonSchema } from '../../model/json.ts';
import { effectOf, type OwnTool, ownToolDefaults } from '../../model/ownTool.ts';
import type { ToolEffect } from '../../model/toolName.ts';
import type { AuthorizedPath } from '../../ports/files.ts';
import type { OutputSchemas } from '../../ports/outputSchemas.ts';
import type { PreparedCall, PrepareProblem, Tool, ToolContext, ToolResult } from '../../ports/tool.ts';
import type { ShellCommand } from '../../ports/shell.ts';
import { commandResult } from '../commandResult.ts';
import { attempt, failedCall } from '../defineTool.ts';
import { authorizeInProject, authorizeRead } from '../policy/authorize.ts';
import { relativePath } from '../policy/workspacePlace.ts';
import { unchanged, type Workspace } from '../workspace.ts';
import { renderCommand } from './renderCommand.ts';
import { inputSchemaOf, resolvePaths, withDefaults } from './toolInput.ts';
import { fingerprint } from './fingerprint.ts';
import { runsWorkspaceCode, workspaceFilesIn } from './workspaceFilesIn.ts';

export interface OwnToolPorts extends Pick<Workspace, 'files' | 'shell'> {
  readonly schemas: OutputSchemas;
}

const storedOutputBytes = 2_000_000;

/** A tool made from its file. Its program runs in the workspace with the fixed environment, without a shell. */
export function createOwnTool(definition: OwnTool, ports: OwnToolPorts): Tool {
  const inputSchema = inputSchemaOf(definition);
  return {
    name: definition.name,
    description: revealHidden(definition.description),
    inputSchema,
    effect: effectOf(definition),
    async prepare(input) {
      const checked = await checkInput(definition, { inputSchema, input, schemas: ports.schemas });
      if (!checked.ok) return checked;
      const prepared = await prepare(definition, withDefaults(inputSchema, checked.value), ports);
      return prepared.ok ? prepared : err<PrepareProblem>({ type: 'refused', message: prepared.error });
    },
  };
}

interface Checking {
  readonly inputSchema: JsonSchema;
  readonly input: Json;
  readonly schemas: OutputSchemas;
}

async function checkInput({ name }: OwnTool, { inputSchema, input, schemas }: Checking): Promise<Result<JsonObject, PrepareProblem>> {
  const contract = await schemas.compile({ type: name, schema: inputSchema });
  if (!contract.ok) return err({ type: 'refused', message: `The tool cannot be used: ${contract.error} Tell the person.` });
  const issues = contract.value.check(input, {});
  return issues.length === 0 && isObject(input) ? ok(input) : err({ type: 'bad-input', issues });
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

async function prepare(definition: OwnTool, values: JsonObject, ports: OwnToolPorts): Promise<Result<PreparedCall, string>> {
  const { files } = ports;
  const cwd = await authorizeInProject(files, definition.cwd ?? '.');
  if (!cwd.ok) return cwd;
  const resolved = await resolvePaths(definition, values, files);
  if (!resolved.ok) return resolved;
  const rendered = renderCommand(definition.command, resolved.value);
  if (!rendered.ok) return rendered;
  const argv = await withProgram(rendered.value, ports);
  if (!argv.ok) return argv;
  const folder = relativePath(files, cwd.value);
  const line = rendered.value.map(quoted).join(' ');
  return ok({
    intent: { title: `${definition.name}: ${line.length > 120 ? `${line.slice(0, 120)}…` : line}`, detail: folder === '.' ? line : `${line}\n(in ${folder})`, effect: await effectHere(definition, ports), definition: await fingerprint(definition, { files, isWithUnprotected: true }) },
    run: (context, signal) => attempt(() => run(ports, { definition, cwd: cwd.value, argv: argv.value, context }, signal)),
  });
}

/** A program with a slash in its name is a file of the workspace; any other is looked for on the search path. */
async function withProgram([program = '', ...rest]: readonly string[], { files }: OwnToolPorts): Promise<Result<readonly [string, ...string[]], string>> {
  if (!program.includes('/') || program.startsWith('/')) return ok([program, ...rest]);
  const path = await authorizeRead(files, program);
  return path.ok ? ok([path.value, ...rest]) : path;
}

/** What a phase may write must not run as what only looks: such a program counts as a command, whatever its file says. */
async function effectHere(definition: OwnTool, { files }: OwnToolPorts): Promise<ToolEffect> {
  return runsWorkspaceCode(definition, await workspaceFilesIn(definition, files)) ? 'process' : effectOf(definition);
}

interface Run {
  readonly definition: OwnTool;
  readonly cwd: AuthorizedPath;
  readonly argv: readonly [string, ...string[]];
  readonly context: ToolContext;
}

async function run({ files, shell }: OwnToolPorts, { definition, cwd, argv, context }: Run, signal: AbortSignal): Promise<ToolResult> {
  await unchanged(authorizeInProject(files, definition.cwd ?? '.'), cwd);
  if ((await files.stat(cwd))?.kind !== 'directory') return failedCall(`${relativePath(files, cwd)} is not a folder.`);
  const timeoutSeconds = definition.timeoutSeconds ?? ownToolDefaults.timeoutSeconds;
  const command: ShellCommand = { program: { argv }, cwd, timeoutMs: 1_000 * timeoutSeconds, outputLimitBytes: storedOutputBytes, title: definition.name };
  return commandResult(await shell.run(command, context.progress, signal), timeoutSeconds);
}

/** For people to read: nothing hidden, and it is plain where an argument ends. */
function quoted(argument: string): string {
  const shown = revealHidden(argument);
  return /^[\w./:=@%+,-]+$/.test(shown) ? shown : `'${shown.replaceAll("'", String.raw`'\''`)}'`;
}
