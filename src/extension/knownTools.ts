import { join } from 'node:path';
import { ownToolFolder } from '../engine/model/ownTool.ts';
import { readDefinitionFiles } from '../engine/node/definitionFiles.ts';
import { type OwnToolCatalog, ownToolCatalog } from '../engine/workflow/ownTool/ownToolCatalog.ts';
import type { KnownTools } from '../engine/workflow/template/toolRules.ts';
import { mcpServers } from './mcp.ts';

/** What templates of a workspace may list besides the built-in tools. */
export async function knownTools(workspace: string): Promise<KnownTools> {
  const [own, mcp] = await Promise.all([ownTools(workspace), mcpServers(workspace)]);
  return { extraTools: own.entries.map(({ tool }) => tool.name), mcpServers: mcp.servers.map(({ name }) => name) };
}

/** The tools of a workspace as their files are now. */
export async function ownTools(workspace: string): Promise<OwnToolCatalog> {
  return ownToolCatalog(await readDefinitionFiles(join(workspace, ownToolFolder)));
}
