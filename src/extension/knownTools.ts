import { join } from 'node:path';
import { ownToolFolder } from '../engine/model/ownTool.ts';
import { readDefinitionFiles } from '../engine/node/definitionFiles.ts';
import { type OwnToolCatalog, ownToolCatalog } from '../engine/workflow/ownTool/ownToolCatalog.ts';
import type { KnownTools } from '../engine/workflow/template/toolRules.ts';

/** What templates of a workspace may list besides the built-in tools. */
export async function knownTools(workspace: string): Promise<KnownTools> {
  return { extraTools: (await ownTools(workspace)).entries.map(({ tool }) => tool.name) };
}

/** The tools of a workspace as their files are now. */
export async function ownTools(workspace: string): Promise<OwnToolCatalog> {
  return ownToolCatalog(await readDefinitionFiles(join(workspace, ownToolFolder)));
}
