import { isAbsolute, join } from 'node:path';
import type { RuleFile, Skill } from '../../engine/model/guidance.ts';
import type { McpServerEntry } from '../../engine/model/mcpServer.ts';
import { fileConsents } from '../../engine/node/consentFile.ts';
import { guidanceRoots } from '../../engine/node/guidanceRoots.ts';
import { userFolder } from '../../engine/node/userFolder.ts';
import type { EditorTool } from '../../engine/ports/editorTools.ts';
import type { RunningCommand } from '../../engine/ports/runningCommands.ts';
import { findGuidance } from '../../engine/tools/guidance/findGuidance.ts';
import { consentTo, type ServerConsent } from '../../engine/tools/mcp/allowServer.ts';
import type { ServerHealth } from '../../engine/tools/mcp/serverHealth.ts';
import type { OwnToolEntry } from '../../engine/workflow/ownTool/ownToolCatalog.ts';
import type { Composition } from '../compose.ts';
import { editorTools } from '../host/editorTools.ts';
import { ownTools } from '../knownTools.ts';
import { mcpServers } from '../mcp.ts';
import { backgroundCommands } from './backgroundItems.ts';

export interface ListedServer {
  readonly entry: McpServerEntry;
  readonly consent: ServerConsent;
  readonly health: ServerHealth | undefined;
}

export interface FileProblem {
  readonly kind: 'server' | 'own-tool' | 'guidance';
  /** Absolute, or the name of a setting. */
  readonly path: string;
  /** One-based. */
  readonly line: number;
  readonly column: number;
  readonly message: string;
  readonly severity: 'error' | 'warning';
}

/** What phases of this workspace may use besides the built-in tools. Paths of skills and rules are absolute or from the workspace. */
export interface ToolList {
  /** What phases keep running beside their calls. */
  readonly background: readonly RunningCommand[];
  readonly servers: readonly ListedServer[];
  readonly ownTools: readonly OwnToolEntry[];
  /** Of the editor's extensions, and of the MCP servers that the editor runs. */
  readonly editorTools: readonly EditorTool[];
  readonly skills: readonly Skill[];
  readonly rules: readonly RuleFile[];
  readonly problems: readonly FileProblem[];
}

/** As the files are now. */
export async function readToolList({ workspace, files, mcp, log, engine }: Pick<Composition, 'workspace' | 'files' | 'mcp' | 'log' | 'engine'>): Promise<ToolList> {
  const consents = fileConsents(userFolder(), log);
  const [catalog, own, guidance] = await Promise.all([mcpServers(workspace), ownTools(workspace), guidanceRoots(files).then((roots) => findGuidance(roots, new AbortController().signal))]);
  const servers = await Promise.all(catalog.servers.map(async (entry) => ({ entry, consent: await consentTo(entry, { consents, files }), health: mcp.healthOf(entry.name) })));
  const problems: readonly FileProblem[] = [
    ...catalog.problems.flatMap(({ path, problems: found }) => found.map(({ line, column, message, severity }) => ({ kind: 'server', path, line, column, message, severity }) as const)),
    ...own.problems.flatMap(({ path, problems: found }) => found.map(({ line, column, message, severity }) => ({ kind: 'own-tool', path, line, column, message, severity }) as const)),
    ...guidance.problems.map((problem) => ({ ...problem, kind: 'guidance', path: placeIn(workspace, problem.path), column: 1 }) as const),
  ];
  return { background: backgroundCommands({ engine }), servers, ownTools: own.entries, editorTools: editorTools.list(), skills: guidance.skills, rules: guidance.rules, problems };
}

export function placeIn(workspace: string, path: string): string {
  return isAbsolute(path) ? path : join(workspace, path);
}
