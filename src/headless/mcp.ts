import { homedir } from 'node:os';
import { fileConsents } from '../engine/node/consentFile.ts';
import { readMcpFiles } from '../engine/node/mcpFiles.ts';
import { environmentInputs } from '../engine/node/environmentInputs.ts';
import { nodeShell } from '../engine/node/nodeShell.ts';
import { bubblewrap } from '../engine/node/sandbox.ts';
import { sandboxedServers } from '../engine/node/sandboxedServers.ts';
import { serverProcesses } from '../engine/node/serverProcesses.ts';
import { systemClock } from '../engine/node/systemClock.ts';
import { userFolder } from '../engine/node/userFolder.ts';
import { webFetch } from '../engine/node/webFetch.ts';
import type { Result } from '../engine/base/result.ts';
import type { Failure } from '../engine/model/failure.ts';
import type { Files } from '../engine/ports/files.ts';
import type { Log } from '../engine/ports/log.ts';
import type { ToolSource } from '../engine/ports/tool.ts';
import { mcpPrefix } from '../engine/model/mcpName.ts';
import type { Probed, Probing } from '../engine/tools/mcp/probeServer.ts';
import type { RunningServerPorts } from '../engine/tools/mcp/runningServers.ts';
import type { Options } from './options.ts';
import { lazySource } from '../engine/tools/lazySource.ts';
import { findMcpServer } from '../engine/workflow/mcpFile/findMcpServer.ts';
import { type McpServerCatalog, mcpServerCatalog } from '../engine/workflow/mcpFile/mcpServerCatalog.ts';

/** The servers that workspace and user define, as the files are now. */
export async function mcpServers(workspace: string): Promise<McpServerCatalog> {
  return mcpServerCatalog(await readMcpFiles(workspace));
}

/** What servers may reach. */
export type Confinement = Pick<Options, 'sandbox' | 'serversMayWrite'>;

/** Nobody is here to ask: what was not allowed by `phasegate mcp allow` is refused. */
export function composeMcp(files: Files, log: Log, confinement: Confinement): ToolSource {
  return lazySource({
    owns: (name) => name.startsWith(mcpPrefix),
    async load() {
      const [{ mcpSource }, { consentGate }] = await Promise.all([import('../engine/tools/mcp/mcpSource.ts'), import('../engine/tools/consent/consentGate.ts')]);
      const consents = fileConsents(userFolder(), log);
      return mcpSource({
        ...(await serverPorts(files, log, confinement)), consents, isAttended: false,
        obtainConsent: consentGate({ consents, workspace: files.root, now: Date.now, isAttended: false, howTo: ({ name }) => `Look at it with "phasegate mcp list", then allow it with "phasegate mcp allow ${name}".` }),
        find: async (name) => findMcpServer(await mcpServers(files.root), name),
      });
    },
  });
}

/** Starts a server once and tells what it has. */
export async function probe({ files, log, confinement, ...probing }: Probing & { readonly files: Files; readonly log: Log; readonly confinement: Confinement }): Promise<Result<Probed, Failure>> {
  const { probeServer } = await import('../engine/tools/mcp/probeServer.ts');
  return probeServer(await serverPorts(files, log, confinement), probing, new AbortController().signal);
}

export async function serverPorts(files: Files, log: Log, { sandbox, serversMayWrite }: Confinement): Promise<RunningServerPorts> {
  const { defaultMcpLimits } = await import('../engine/tools/mcp/mcpLimits.ts');
  const variables = { workspaceFolder: files.root, userHome: homedir(), environment: (name: string) => process.env[name] };
  const processes = sandboxedServers(serverProcesses(), bubblewrap(nodeShell(), { root: files.root }), { mode: () => sandbox, canWrite: () => serversMayWrite });
  return { files, log, processes, web: webFetch, clock: systemClock(), limits: defaultMcpLimits, variables, inputs: environmentInputs(process.env) };
}
