import { err, ok, type Result } from '../../base/result.ts';
import { failed, type Failure } from '../../model/failure.ts';
import { mcpPrefix, splitMcpName } from '../../model/mcpName.ts';
import type { McpServerEntry } from '../../model/mcpServer.ts';
import type { ObtainConsent } from '../../ports/consents.ts';
import type { OfferRequest, Tool, ToolSource } from '../../ports/tool.ts';
import { agreedDescriptions, type DescriptionPorts } from './agreedDescriptions.ts';
import { dataTools } from './dataTools.ts';
import { describeServer, serverTitle } from './describeServer.ts';
import { definitionHash } from './fingerprints.ts';
import { type AgreedServer, serverTool } from './mcpTools.ts';
import type { RunningServer } from './mcpServer.ts';
import { runningServers, type RunningServerPorts } from './runningServers.ts';
import { byOfferedName, offeredName } from './toolNames.ts';

export interface McpSourceOptions extends RunningServerPorts, DescriptionPorts {
  /** Reads the files anew, so that an edit counts from the next phase on. */
  readonly find: (name: string) => Promise<Result<McpServerEntry, Failure>>;
  readonly obtainConsent: ObtainConsent;
}

export interface McpToolSource extends ToolSource {
  /** Ends a server that runs; calls under way and to come of phases that hold it fail. */
  end(server: string): Promise<void>;
}

/** The tools, resources and prompts of MCP servers. A server is started by the first phase that lists one of its tools, after a person agreed. */
export function mcpSource(options: McpSourceOptions): McpToolSource {
  const servers = runningServers(options);
  return {
    owns: (name) => name.startsWith(mcpPrefix),
    async open({ names, approve }, signal) {
      const tools = new Map<string, readonly Tool[]>();
      for (const server of new Set(names.map((name) => splitMcpName(name).server))) {
        const offered = await openServer({ options, servers, name: server, approve }, signal);
        if (!offered.ok) return offered;
        for (const name of names.filter((candidate) => splitMcpName(candidate).server === server)) {
          const chosen = choose(name, offered.value);
          if (!chosen.ok) return chosen;
          tools.set(name, chosen.value);
        }
      }
      return ok(tools);
    },
    end: (server) => servers.end(server),
    close: () => servers.close(),
  };
}

interface Opening {
  readonly options: McpSourceOptions;
  readonly servers: ReturnType<typeof runningServers>;
  readonly name: string;
  readonly approve: OfferRequest['approve'];
}

async function openServer({ options, servers, name, approve }: Opening, signal: AbortSignal): Promise<Result<readonly Tool[], Failure>> {
  const entry = await options.find(name);
  if (!entry.ok) return entry;
  const definition = await definitionHash(entry.value.definition, options.files);
  const request = { kind: 'mcp-server', name, title: serverTitle(entry.value), detail: describeServer(entry.value), definition } as const;
  const consent = await options.obtainConsent(request, approve);
  if (!consent.ok) return err(failed('permission', consent.error));
  const server = await servers.of(entry.value, definition);
  if (!server.ok) return server;
  const running = await server.value.use((now) => server.value.current(now, signal), signal);
  if (!running.ok) return running;
  const agreed = await agreedDescriptions(options, { consent: consent.value, name, running: running.value, approve });
  return agreed.ok ? ok(toolsOf({ name, server: server.value, descriptions: agreed.value, definition, limits: options.limits }, running.value)) : agreed;
}

/** A tool of the server's own hides one of ours of the same name. */
function toolsOf(agreed: AgreedServer, { tools, connection }: RunningServer): readonly Tool[] {
  const own = [...byOfferedName(agreed.name, tools)].map(([offered, tool]) => serverTool(agreed, tool, offered));
  const names = new Set(own.map(({ name }) => name));
  return [...own, ...dataTools(agreed, connection.offers).filter(({ name }) => !names.has(name))];
}

function choose(listed: string, tools: readonly Tool[]): Result<readonly Tool[], Failure> {
  const { server, tool } = splitMcpName(listed);
  if (tool === '*') return ok(tools);
  const found = tools.find(({ name }) => name === listed || name === offeredName(server, tool));
  if (found) return ok([found]);
  const known = tools.map(({ name }) => name);
  return err(failed('not-found', `The MCP server "${server}" has no tool "${tool}". It has: ${known.slice(0, 50).join(', ')}${known.length > 50 ? ` and ${known.length - 50} more` : ''}.`));
}

