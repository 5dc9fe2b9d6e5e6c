import { editorPrefix } from '../engine/model/editorToolName.ts';
import { isOwnToolName } from '../engine/model/ownTool.ts';
import { guidanceRoots } from '../engine/node/guidanceRoots.ts';
import type { Files } from '../engine/ports/files.ts';
import type { Preface } from '../engine/ports/guidance.ts';
import type { Log } from '../engine/ports/log.ts';
import type { OutputSchemas } from '../engine/ports/outputSchemas.ts';
import type { Shell } from '../engine/ports/shell.ts';
import type { Toolbox, ToolSource } from '../engine/ports/tool.ts';
import { lazySource } from '../engine/tools/lazySource.ts';
import { createToolbox } from '../engine/tools/toolbox.ts';
import { withSources } from '../engine/tools/withSources.ts';
import { findOwnTool } from '../engine/workflow/ownTool/findOwnTool.ts';
import { editorCodeIntelligence } from './host/codeIntelligence.ts';
import { ownTools } from './knownTools.ts';

export interface ToolboxParts {
  /** The canonical workspace folder. */
  readonly workspace: string;
  readonly files: Files;
  readonly shell: Shell;
  readonly ripgrepPath: string | undefined;
  readonly schemas: OutputSchemas;
  readonly log: Log;
  readonly mcp: ToolSource;
}

/** The built-in tools and those that the workspace brings along, which load when a phase lists them. */
export function composeToolbox(parts: ToolboxParts): Toolbox {
  const { files, shell, ripgrepPath, log, mcp } = parts;
  const codeIntelligence = editorCodeIntelligence();
  return withSources(createToolbox({ files, shell, ripgrepPath, codeIntelligence, log }), [
    lazySource({ owns: isOwnToolName, load: () => loadOwnTools(parts) }),
    mcp,
    lazySource({ owns: (name) => name.startsWith(editorPrefix), load: () => loadEditorTools(parts) }),
    lazySource({ owns: (name) => name === 'load_skill', load: () => loadSkills(parts) }),
  ]);
}

async function loadOwnTools({ workspace, files, shell, schemas, log }: ToolboxParts): Promise<ToolSource> {
  const [{ ownToolSource }, { editorConsent }] = await Promise.all([import('../engine/tools/ownTools/ownToolSource.ts'), import('./host/editorConsent.ts')]);
  return ownToolSource({ files, shell, schemas, find: async (name) => findOwnTool(await ownTools(workspace), name), obtainConsent: editorConsent(workspace, log) });
}

async function loadEditorTools({ workspace, log }: ToolboxParts): Promise<ToolSource> {
  const [{ editorToolSource }, { editorTools }, { fileConsents }, { userFolder }] = await Promise.all([
    import('../engine/tools/editorTools/editorToolSource.ts'), import('./host/editorTools.ts'), import('../engine/node/consentFile.ts'), import('../engine/node/userFolder.ts'),
  ]);
  return editorToolSource({ editor: editorTools, workspace, consents: fileConsents(userFolder(), log), now: Date.now });
}

async function loadSkills({ files }: ToolboxParts): Promise<ToolSource> {
  const { guidanceSource } = await import('../engine/tools/guidance/guidanceSource.ts');
  return guidanceSource(await guidanceRoots(files));
}

/** The rules of workspace and user. */
export function composePreface(files: Files): Preface {
  return {
    async text(signal) {
      const { rulesPreface } = await import('../engine/tools/guidance/guidanceSource.ts');
      return rulesPreface(await guidanceRoots(files)).text(signal);
    },
  };
}
