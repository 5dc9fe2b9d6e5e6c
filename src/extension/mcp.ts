import { homedir } from 'node:os';
import * as vscode from 'vscode';
import { Emitter, type Event } from '../engine/base/emitter.ts';
import { mcpPrefix } from '../engine/model/mcpName.ts';
import { fileConsents } from '../engine/node/consentFile.ts';
import { type McpFileText, readMcpFiles } from '../engine/node/mcpFiles.ts';
import { nodeShell } from '../engine/node/nodeShell.ts';
import { bubblewrap } from '../engine/node/sandbox.ts';
import { systemClock } from '../engine/node/systemClock.ts';
import { userFolder } from '../engine/node/userFolder.ts';
import type { Files } from '../engine/ports/files.ts';
import type { Log } from '../engine/ports/log.ts';
import type { Logins } from '../engine/ports/logins.ts';
import type { ServerInputs } from '../engine/ports/serverInputs.ts';
import type { ToolSource } from '../engine/ports/tool.ts';
import type { McpToolSource } from '../engine/tools/mcp/mcpSource.ts';
import type { RunningServerPorts } from '../engine/tools/mcp/runningServers.ts';
import type { OnServerHealth, ServerHealth } from '../engine/tools/mcp/serverHealth.ts';
import { findMcpServer } from '../engine/workflow/mcpFile/findMcpServer.ts';
import { type McpServerCatalog, mcpServerCatalog } from '../engine/workflow/mcpFile/mcpServerCatalog.ts';
import { readSettings } from './settings.ts';
import { mcpSetting } from './tools/watchToolFiles.ts';

/** The servers that workspace and user define, as files and the setting are now. */
export async function mcpServers(workspace: string): Promise<McpServerCatalog> {
  const files = await readMcpFiles(workspace);
  return mcpServerCatalog([...files.filter(({ source }) => source === 'workspace'), ...settingText(), ...files.filter(({ source }) => source === 'user')]);
}

/** The setting has application scope: no workspace can write it. */
function settingText(): readonly McpFileText[] {
  const servers = vscode.workspace.getConfiguration().get<unknown>(mcpSetting);
  const isEmpty = typeof servers !== 'object' || servers === null || Object.keys(servers).length === 0;
  return isEmpty ? [] : [{ source: 'user', path: mcpSetting, text: JSON.stringify({ mcpServers: servers }) }];
}

/** The MCP servers of this window. */
export interface McpServers {
  /** A server that a phase lists starts after the person agreed, as an approval of that phase. */
  readonly source: ToolSource;
  healthOf(server: string): ServerHealth | undefined;
  readonly onDidChangeHealth: Event<void>;
  /** What the person is asked for. */
  readonly inputs: ServerInputs;
  /** Where they are logged in. */
  readonly logins: Logins;
  /** Ends one that runs, with what is under way in it. */
  end(server: string): Promise<void>;
}

/** What a person gives to servers. */
export type Given = Pick<McpServers, 'inputs' | 'logins'>;

export function composeMcp(files: Files, log: Log, given: Given): McpServers {
  const health = new Map<string, ServerHealth>();
  const changed = new Emitter<void>();
  const onHealth: OnServerHealth = (server, now) => {
    health.set(server, now);
    changed.fire();
  };
  let loaded: Promise<McpToolSource> | undefined;
  return {
    source: {
      owns: (name) => name.startsWith(mcpPrefix),
      open: async (request, signal) => (await (loaded ??= load({ files, log, ...given }, onHealth))).open(request, signal),
      close: async () => (await loaded)?.close(),
    },
    healthOf: (server) => health.get(server),
    onDidChangeHealth: changed.event,
    ...given,
    end: async (server) => (await loaded)?.end(server),
  };
}

async function load(parts: ServerParts, onHealth: OnServerHealth): Promise<McpToolSource> {
  const { files, log } = parts;
  const [{ mcpSource }, { editorConsent }] = await Promise.all([import('../engine/tools/mcp/mcpSource.ts'), import('./host/editorConsent.ts')]);
  return mcpSource({
    ...(await serverPorts(parts)), onHealth,
    consents: fileConsents(userFolder(), log),
    isAttended: true,
    obtainConsent: editorConsent(files.root, log),
    find: async (name) => findMcpServer(await mcpServers(files.root), name),
  });
}

export interface ServerParts extends Given {
  readonly files: Files;
  readonly log: Log;
}

export async function serverPorts({ files, log, inputs, logins }: ServerParts): Promise<RunningServerPorts> {
  const [{ defaultMcpLimits }, { serverProcesses }, { sandboxedServers }, { webFetch }] = await Promise.all([
    import('../engine/tools/mcp/mcpLimits.ts'), import('../engine/node/serverProcesses.ts'), import('../engine/node/sandboxedServers.ts'), import('../engine/node/webFetch.ts'),
  ]);
  const variables = { workspaceFolder: files.root, userHome: homedir(), environment: (name: string) => process.env[name] };
  const processes = sandboxedServers(serverProcesses(), bubblewrap(nodeShell(), { root: files.root }), { mode: () => readSettings().sandbox, canWrite: () => readSettings().serversMayWrite });
  return { files, log, processes, web: webFetch, clock: systemClock(), limits: defaultMcpLimits, variables, inputs, logins };
}
