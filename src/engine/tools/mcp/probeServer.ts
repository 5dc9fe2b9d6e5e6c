import { ok, type Result } from '../../base/result.ts';
import type { Failure } from '../../model/failure.ts';
import type { ContentHash } from '../../model/ids.ts';
import type { McpServerEntry } from '../../model/mcpServer.ts';
import { revealHidden } from '../../base/hiddenText.ts';
import { runningServers, type RunningServerPorts } from './runningServers.ts';
import { byOfferedName } from './toolNames.ts';

/** What a server offers, as far as it could be found out. */
export interface Probed {
  readonly tools: readonly { readonly name: string; readonly description: string }[];
  /** How many; `null` where it has none to offer. */
  readonly resources: number | null;
  readonly prompts: number | null;
  readonly descriptions: ContentHash;
}

export interface Probing {
  readonly entry: McpServerEntry;
  /** What was agreed to; a server that is something else by now is not started. */
  readonly definition: ContentHash;
}

/** Starts a server once, asks it for everything it has, and ends it. */
export async function probeServer(ports: RunningServerPorts, { entry, definition }: Probing, signal: AbortSignal): Promise<Result<Probed, Failure>> {
  const servers = runningServers(ports);
  try {
    const server = await servers.of(entry, definition);
    if (!server.ok) return server;
    return await server.value.use(async ({ connection, tools, descriptions }) => {
      const resources = connection.offers.resources ? await connection.resources(signal) : null;
      if (resources?.ok === false) return resources;
      const prompts = connection.offers.prompts ? await connection.prompts(signal) : null;
      if (prompts?.ok === false) return prompts;
      const named = [...byOfferedName(entry.name, tools)].map(([name, { description }]) => ({ name, description: revealHidden(description) }));
      return ok({ tools: named, resources: resources?.value.length ?? null, prompts: prompts?.value.length ?? null, descriptions });
    }, signal);
  } finally {
    await servers.close();
  }
}
