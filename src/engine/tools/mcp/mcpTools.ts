import { revealHidden } from '../../base/hiddenText.ts';
import { err, ok, type Result } from '../../base/result.ts';
import type { Failure } from '../../model/failure.ts';
import type { ContentHash } from '../../model/ids.ts';
import { isJsonObject, type JsonObject, type JsonSchema } from '../../model/json.ts';
import type { ToolEffect } from '../../model/toolName.ts';
import type { PreparedCall, PrepareProblem, Tool, ToolContext, ToolResult } from '../../ports/tool.ts';
import { boundedSchema } from '../boundedSchema.ts';
import { answerResult } from './answerText.ts';
import type { CallAnswer, ServerTool } from './connection.ts';
import type { McpLimits } from './mcpLimits.ts';
import type { McpServer, RunningServer } from './mcpServer.ts';

/** A server with what a person agreed to. */
export interface AgreedServer {
  readonly name: string;
  readonly server: McpServer;
  /** Of the descriptions that were agreed to: a call to a server that says something else by now is refused. */
  readonly descriptions: ContentHash;
  readonly limits: McpLimits;
  /** Of what is started, as it was agreed to. */
  readonly definition: ContentHash;
}

/** Work with a running server that still is what was agreed to. */
export type ServerWork = (running: RunningServer, context: ToolContext, signal: AbortSignal) => Promise<Result<CallAnswer, Failure>>;

export interface ServerToolDefinition {
  /** What models call it. */
  readonly offered: string;
  readonly description: string;
  readonly inputSchema: JsonSchema;
  readonly effect: ToolEffect;
  /** One line for a person, without the server's name. */
  readonly title: (input: JsonObject) => string;
  /** Why an input does not do, if it does not. */
  readonly refuse?: (input: JsonObject) => string | undefined;
  readonly work: (input: JsonObject) => ServerWork;
}

/** A tool that is a server's. Its description and schema are data from outside: cleaned, and bounded. */
export function serverTool(agreed: AgreedServer, tool: ServerTool, offered: string): Tool {
  const { name } = tool;
  return defineServerTool(agreed, {
    offered,
    description: tool.description,
    inputSchema: boundedSchema(tool.inputSchema, agreed.limits.schemaCharacters),
    effect: 'process',
    title: () => revealHidden(name),
    work: (input) => ({ connection }, { progress }, signal) => connection.call({ name, input, onProgress: (text) => progress(revealHidden(text)) }, signal),
  });
}

export function defineServerTool(agreed: AgreedServer, { offered, description, inputSchema, effect, title, refuse, work }: ServerToolDefinition): Tool {
  const told = `From the MCP server "${agreed.name}": ${revealHidden(description)}`;
  return {
    name: offered,
    description: told.length > agreed.limits.descriptionCharacters ? `${told.slice(0, agreed.limits.descriptionCharacters)}…` : told,
    inputSchema,
    effect,
    prepare(input) {
      if (!isJsonObject(input)) return Promise.resolve(err<PrepareProblem>({ type: 'bad-input', issues: [{ pointer: '', message: 'must be an object' }] }));
      const refusal = refuse?.(input);
      if (refusal !== undefined) return Promise.resolve(err<PrepareProblem>({ type: 'refused', message: refusal }));
      const prepared: PreparedCall = {
        intent: { title: `${agreed.name}: ${title(input)}`, detail: `MCP server "${agreed.name}", ${title(input)}\n${revealHidden(JSON.stringify(input, null, 2))}`, effect, definition: `${agreed.definition} ${agreed.descriptions}` },
        run: (context, signal) => run(agreed, { work: work(input), context }, signal),
      };
      return Promise.resolve(ok(prepared));
    },
  };
}

async function run(agreed: AgreedServer, { work, context }: { readonly work: ServerWork; readonly context: ToolContext }, signal: AbortSignal): Promise<ToolResult> {
  const { server, descriptions, name } = agreed;
  let isChanged = false;
  let hasBegun = false;
  const result = await server.use(async (running) => {
    const current = await server.current(running, signal);
    if (!current.ok) return current;
    isChanged = current.value.descriptions !== descriptions;
    if (isChanged) return ok(nothing);
    hasBegun = true;
    return work(current.value, context, signal);
  }, signal);
  if (isChanged) return { outcome: 'denied', output: `The MCP server "${name}" describes its tools differently from when the person agreed to them, so nothing was called. Go on without it, and say so.` };
  return result.ok ? answerResult(result.value) : failedResult(result.error, hasBegun);
}

const nothing: CallAnswer = { content: [], isError: false };

function failedResult({ kind, message }: Failure, hasBegun: boolean): ToolResult {
  if (kind === 'cancelled') return { outcome: 'cancelled', output: message };
  if (kind === 'timeout') return { outcome: 'timeout', output: `${message} Whether the call took effect is unknown: look before you repeat it.` };
  if (kind === 'server' && hasBegun) return { outcome: 'error', output: `${message}\nWhether the call took effect is unknown: look before you repeat it. The server is started again when it is next used.` };
  return { outcome: 'error', output: message };
}
