import { realpath } from 'node:fs/promises';
import { ownToolDefaults } from '../../engine/model/ownTool.ts';
import type { ExecutionId, PhaseId, RunId, ToolCallId } from '../../engine/model/ids.ts';
import { json, type Json } from '../../engine/model/json.ts';
import { toolEffects } from '../../engine/model/toolName.ts';
import { outputSchemas } from '../../engine/phase/outputSchemas.ts';
import type { Tool, ToolContext } from '../../engine/ports/tool.ts';
import { badUsage, type ExitCode, exitCodes } from '../exit.ts';
import { stderrLog } from '../log.ts';
import type { Options } from '../options.ts';
import { toLine } from '../templates.ts';
import { composeToolbox, ownTools } from '../toolbox.ts';
import { print } from './inspect.ts';

/** `phasegate tools list|try`. */
export async function toolsCommand(options: Options): Promise<ExitCode> {
  const [, action, name] = options.words;
  if (action === 'list') return list(options);
  if (action === 'try' && name !== undefined) return tryTool(options, name);
  throw badUsage('Say what to do: phasegate tools list, or phasegate tools try NAME --input JSON');
}

async function list(options: Options): Promise<ExitCode> {
  const { entries, problems } = await ownTools(await realpath(options.workspace));
  for (const [name, effect] of Object.entries(toolEffects)) print(options, { name, source: 'built-in', effect }, () => `${name.padEnd(20)} built-in`);
  for (const { tool, path } of entries) {
    const { name, description, permission = ownToolDefaults.permission } = tool;
    print(options, { name, source: 'workspace', permission, description, path }, () => `${name.padEnd(20)} ${permission.padEnd(8)} ${path}\n    ${description.split('\n')[0]}`);
  }
  for (const { path, problems: own } of problems) print(options, { source: 'workspace', path, problems: own }, () => own.map((problem) => toLine(path, problem)).join('\n'));
  return exitCodes.completed;
}

/** The person calls it themselves, by name: that is the agreement, for this one call. What runs is told first. */
async function tryTool(options: Options, name: string): Promise<ExitCode> {
  const input = parseInput(options.inputTexts);
  const toolbox = await composeToolbox({ root: await realpath(options.workspace), log: stderrLog(options), schemas: outputSchemas(), isTrusted: true, sandbox: options.sandbox, serversMayWrite: options.serversMayWrite });
  const stop = new AbortController();
  const interrupt = (): void => stop.abort();
  process.once('SIGINT', interrupt);
  try {
    const offered = await toolbox.offer?.({ names: [name], approve: () => Promise.resolve(true) }, stop.signal);
    if (!offered?.ok) throw badUsage(offered?.error.message ?? `There is no tool "${name}".`);
    const [tool] = offered.value;
    if (!tool) throw badUsage(`There is no tool "${name}" on the command line.`);
    return await callTool(options, { tool, input }, stop.signal);
  } finally {
    process.off('SIGINT', interrupt);
    await toolbox.close?.();
  }
}

async function callTool(options: Options, { tool, input }: { readonly tool: Tool; readonly input: Json }, signal: AbortSignal): Promise<ExitCode> {
  const prepared = await tool.prepare(input);
  if (!prepared.ok) {
    const { error } = prepared;
    throw badUsage(error.type === 'refused' ? error.message : error.issues.map(({ pointer, message }) => `--input ${pointer || '/'}: ${message}`).join('\n'));
  }
  process.stderr.write(`${prepared.value.intent.detail}\n`);
  const startedMs = performance.now();
  const { outcome, output } = await prepared.value.run(context, signal);
  const durationMs = Math.round(performance.now() - startedMs);
  print(options, { name: tool.name, outcome, output, effect: prepared.value.intent.effect ?? tool.effect, durationMs }, () => output);
  return outcome === 'ok' ? exitCodes.completed : exitCodes.failed;
}

function parseInput(texts: readonly string[]): Json {
  const [text = '{}', more] = texts;
  if (more !== undefined) throw badUsage('Give --input once, as JSON.');
  try {
    return json.parse(JSON.parse(text));
  } catch {
    throw badUsage(`--input takes JSON here, for example '{"path":"src"}'; this is not JSON: ${text.slice(0, 200)}`);
  }
}

/** A call outside of any phase. */
const context: ToolContext = {
  call: 'try/1' as ToolCallId,
  run: 'try' as RunId,
  phase: 'try' as PhaseId,
  execution: 'try' as ExecutionId,
  progress: () => undefined,
  ask: () => Promise.reject(new Error('Nobody is asked when a tool is tried.')),
  artifactOf: () => Promise.resolve(undefined),
};
