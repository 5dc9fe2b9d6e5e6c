import path from 'node:path';
import { err, ok } from '../engine/base/result.ts';
import type { Consent } from '../engine/model/consent.ts';
import { isOwnToolName, ownToolFolder } from '../engine/model/ownTool.ts';
import { readDefinitionFiles } from '../engine/node/definitionFiles.ts';
import { guidanceRoots } from '../engine/node/guidanceRoots.ts';
import { nodeFiles } from '../engine/node/nodeFiles.ts';
import { nodeShell } from '../engine/node/nodeShell.ts';
import { type SandboxMode, sandboxedShell } from '../engine/node/sandbox.ts';
import type { ObtainConsent } from '../engine/ports/consents.ts';
import type { Files } from '../engine/ports/files.ts';
import type { Preface } from '../engine/ports/guidance.ts';
import type { Log } from '../engine/ports/log.ts';
import type { OutputSchemas } from '../engine/ports/outputSchemas.ts';
import type { Toolbox, ToolSource } from '../engine/ports/tool.ts';
import { noEditorTools } from '../engine/tools/editorTools/noEditorTools.ts';
import { lazySource } from '../engine/tools/lazySource.ts';
import { createToolbox } from '../engine/tools/toolbox.ts';
import { withSources } from '../engine/tools/withSources.ts';
import { composeMcp } from './mcp.ts';
import { findOwnTool } from '../engine/workflow/ownTool/findOwnTool.ts';
import { type OwnToolCatalog, ownToolCatalog } from '../engine/workflow/ownTool/ownToolCatalog.ts';

export interface ToolboxOptions {
  /** The canonical workspace folder. */
  readonly root: string;
  readonly log: Log;
  readonly schemas: OutputSchemas;
  readonly isTrusted: boolean;
  /** What commands may reach. */
  readonly sandbox: SandboxMode;
  /** Whether MCP servers in a sandbox can change the workspace. */
  readonly serversMayWrite: boolean;
}

/** The built-in tools and those that the workspace brings along. */
export async function composeToolbox({ root, log, schemas, isTrusted, sandbox, serversMayWrite }: ToolboxOptions): Promise<Toolbox> {
  const files = await nodeFiles(root);
  const shell = sandboxedShell(nodeShell({}), { root, mode: () => sandbox });
  return withSources(createToolbox({ files, shell, log }), [
    lazySource({
      owns: isOwnToolName,
      async load() {
        const { ownToolSource } = await import('../engine/tools/ownTools/ownToolSource.ts');
        return ownToolSource({ files, shell, schemas, find: async (name) => findOwnTool(await ownTools(root), name), obtainConsent: trustGate(root, isTrusted) });
      },
    }),
    composeMcp(files, log, { sandbox, serversMayWrite }),
    noEditorTools,
    ...(isTrusted ? [skillSource(files)] : []),
  ]);
}

function skillSource(files: Files): ToolSource {
  return lazySource({
    owns: (name) => name === 'load_skill',
    async load() {
      const { guidanceSource } = await import('../engine/tools/guidance/guidanceSource.ts');
      return guidanceSource(await guidanceRoots(files));
    },
  });
}

/** The rules of workspace and user, for those who vouch for the workspace. */
export function composePreface(root: string): Preface {
  return {
    async text(signal) {
      const { rulesPreface } = await import('../engine/tools/guidance/guidanceSource.ts');
      return rulesPreface(await guidanceRoots(await nodeFiles(root))).text(signal);
    },
  };
}

/** What the commands of workspace and user say, by name. */
export async function commandsOf(workspace: string): Promise<ReadonlyMap<string, string>> {
  const { commandTexts } = await import('../engine/tools/guidance/commandTexts.ts');
  const commands = await commandTexts(await guidanceRoots(await nodeFiles(workspace)), new AbortController().signal);
  return new Map(commands.map(({ name, text }) => [name, text]));
}

/** The tools of a workspace as their files are now. */
export async function ownTools(workspace: string): Promise<OwnToolCatalog> {
  return ownToolCatalog(await readDefinitionFiles(path.join(workspace, ownToolFolder)));
}

/** Nobody is here to ask: `--trust` is the agreement, for this call of the program. */
function trustGate(workspace: string, isTrusted: boolean): ObtainConsent {
  return ({ kind, name, title, definition }) => {
    const consent: Consent = { kind, workspace, name, definition, descriptions: null, at: 0 };
    return Promise.resolve(isTrusted ? ok(consent) : err(`${title} runs a program that the workspace defines. Look at it with "phasegate tools list", then add --trust.`));
  };
}
