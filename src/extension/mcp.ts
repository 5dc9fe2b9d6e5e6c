import { homedir } from 'node:os';
import * as vscode from 'vscode';
import { mcpPrefix } from '../engine/model/mcpName.ts';
import { fileConsents } from '../engine/node/consentFile.ts';
import { type McpFileText, readMcpFiles } from '../engine/node/mcpFiles.ts';
import { systemClock } from '../engine/node/systemClock.ts';
import { userFolder } from '../engine/node/userFolder.ts';
import type { Files } from '../engine/ports/files.ts';
import type { Log } from '../engine/ports/log.ts';
import type { ToolSource } from '../engine/ports/tool.ts';
import { lazySource } from '../engine/tools/lazySource.ts';
import type { RunningServerPorts } from '../engine/tools/mcp/runningServers.ts';
import { findMcpServer } from '../engine/workflow/mcpFile/findMcpServer.ts';
import { type McpServerCatalog, mcpServerCatalog } from '../engine/workflow/mcpFile/mcpServerCatalog.ts';

const setting = 'phasegate.mcpServers';

/** The servers that workspace and user define, as files and the setting are now. */
export async function mcpServers(workspace: string): Promise<McpServerCatalog> {
  const files = await readMcpFiles(workspace);
  return mcpServerCatalog([...files.filter(({ source }) => source === 'workspace'), ...settingText(), ...files.filter(({ source }) => source === 'user')]);
}

/** The setting has application scope: no workspace can write it. */
function settingText(): readonly McpFileText[] {
  const servers = vscode.workspace.getConfiguration().get<unknown>(setting);
  const isEmpty = typeof servers !== 'object' || servers === null || Object.keys(servers).length === 0;
  return isEmpty ? [] : [{ source: 'user', path: setting, text: JSON.stringify({ mcpServers: servers }) }];
}

/** Servers that a phase lists start after the person agreed, as an approval of that phase. */
export function composeMcp(files: Files, log: Log): ToolSource {
  return lazySource({
    owns: (name) => name.startsWith(mcpPrefix),
    async load() {
      const [{ mcpSource }, { editorConsent }] = await Promise.all([import('../engine/tools/mcp/mcpSource.ts'), import('./host/editorConsent.ts')]);
      return mcpSource({
        ...(await serverPorts(files, log)),
        consents: fileConsents(userFolder(), log),
        isAttended: true,
        obtainConsent: editorConsent(files.root, log),
        find: async (name) => findMcpServer(await mcpServers(files.root), name),
      });
    },
  });
}

export async function serverPorts(files: Files, log: Log): Promise<RunningServerPorts> {
  const [{ defaultMcpLimits }, { serverProcesses }, { webFetch }] = await Promise.all([
    import('../engine/tools/mcp/mcpLimits.ts'), import('../engine/node/serverProcesses.ts'), import('../engine/node/webFetch.ts'),
  ]);
  const variables = { workspaceFolder: files.root, userHome: homedir(), environment: (name: string) => process.env[name] };
  return { files, log, processes: serverProcesses(), web: webFetch, clock: systemClock(), limits: defaultMcpLimits, variables };
}
