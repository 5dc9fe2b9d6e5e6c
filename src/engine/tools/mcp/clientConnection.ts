import type * as sdk from '@modelcontextprotocol/client';
import { err, ok, type Result } from '../../base/result.ts';
import type { Failure } from '../../model/failure.ts';
import { jsonObject } from '../../model/json.ts';
import type { ServerProcess } from '../../ports/serverProcess.ts';
import type { McpConnection, ServerTool } from './connection.ts';
import { callAnswer, promptAnswer, resourceAnswer } from './contentParts.ts';
import { failureOf } from './failureOf.ts';
import type { McpLimits } from './mcpLimits.ts';
import type { MessageGuard } from './messageGuard.ts';

export interface ConnectedClient {
  readonly client: sdk.Client;
  readonly sdk: typeof sdk;
  readonly guard: MessageGuard;
  readonly limits: McpLimits;
  readonly process: ServerProcess | null;
  readonly name: string;
}

/** The official client behind the connection that the rest knows. */
export function clientConnection(connected: ConnectedClient): McpConnection {
  const { client, guard, limits, process } = connected;
  const capabilities = client.getServerCapabilities() ?? {};
  const offers = { tools: capabilities.tools !== undefined, resources: capabilities.resources !== undefined, prompts: capabilities.prompts !== undefined };
  let isOpen = true;
  client.onclose = () => { isOpen = false; };
  const short = (signal: AbortSignal) => ({ signal, timeout: limits.startMs, maxTotalTimeout: limits.startMs });
  const long = (signal: AbortSignal) => ({ signal, timeout: limits.callMs, maxTotalTimeout: limits.longestCallMs, resetTimeoutOnProgress: true });

  async function attempt<T>(work: () => Promise<T>, signal: AbortSignal): Promise<Result<T, Failure>> {
    try {
      return ok(await work());
    } catch (error) {
      return err(failureOf(error, connected, signal));
    }
  }

  return {
    offers,
    get isOpen() { return isOpen; },
    takeToolsChanged: () => guard.takeToolsChanged(),
    tools: (signal) => attempt(async () => (offers.tools ? (await client.listTools(undefined, short(signal))).tools.map(toTool) : []), signal),
    resources: (signal) => attempt(async () => (await client.listResources(undefined, short(signal))).resources.map(({ uri, name, description = '' }) => ({ uri, name, description })), signal),
    prompts: (signal) => attempt(async () => (await client.listPrompts(undefined, short(signal))).prompts.map(({ name, description = '', arguments: names = [] }) => ({
      name, description, arguments: names.map((argument) => ({ name: argument.name, isRequired: argument.required === true })),
    })), signal),
    call: ({ name, input, onProgress }, signal) => attempt(async () => callAnswer(await client.callTool({ name, arguments: { ...input } }, { ...long(signal), onprogress: (progress) => onProgress(progressText(progress)) })), signal),
    read: (uri, signal) => attempt(async () => resourceAnswer(await client.readResource({ uri }, long(signal))), signal),
    prompt: ({ name, input }, signal) => attempt(async () => promptAnswer(await client.getPrompt({ name, arguments: { ...input } }, long(signal))), signal),
    ping: (signal) => attempt(async () => (await client.ping({ signal, timeout: limits.pingMs }), null), signal),
    memoryBytes: async () => process?.memoryBytes() ?? null,
    async close(reason) {
      if (reason !== undefined) guard.breach(reason);
      isOpen = false;
      await client.close().catch(() => undefined);
      await process?.end();
    },
  };
}

function toTool({ name, description = '', inputSchema }: sdk.Tool): ServerTool {
  const schema = jsonObject.safeParse(inputSchema);
  return { name, description, inputSchema: schema.success ? schema.data : { type: 'object' } };
}

function progressText({ progress, total, message }: sdk.Progress): string {
  const part = total === undefined ? String(progress) : `${progress} of ${total}`;
  return message === undefined ? `${part}\n` : `${part}: ${message.slice(0, 500)}\n`;
}
