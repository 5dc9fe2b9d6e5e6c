import { editorPrefix } from '../../model/editorToolName.ts';
import { splitMcpName } from '../../model/mcpName.ts';
import { submitArtifactTool, toolEffects } from '../../model/toolName.ts';
import { suggestion } from './nearestName.ts';
import type { RuleContext } from './ruleContext.ts';

export interface KnownTools {
  /** Tools that the host adds to the built-in ones. */
  readonly extraTools?: readonly string[];
  /** Names of MCP servers whose tools may be listed; which tools they have is seen when they run. */
  readonly mcpServers?: readonly string[];
}

/** Tools must exist. */
export function checkTools({ template, report }: RuleContext, { extraTools = [], mcpServers = [] }: KnownTools): void {
  const known = [...Object.keys(toolEffects), ...extraTools];
  for (const { value, path } of template.phases.flatMap(({ tools }) => tools)) {
    if (value === submitArtifactTool) report({ path, code: 'unknown-tool', message: `"${submitArtifactTool}" is offered to every phase: leave it out of tools.` });
    else if (known.includes(value)) continue;
    else if (value.startsWith('mcp__')) mcpComplaints(value, mcpServers).forEach((message) => report({ path, code: 'unknown-tool', message }));
    else if (value.startsWith(editorPrefix)) {
      if (!editorName.test(value)) report({ path, code: 'unknown-tool', message: `Name a tool of the editor as "${editorPrefix}name", or several as "${editorPrefix}beginning*".` });
    } else report({ path, code: 'unknown-tool', message: `There is no tool "${value}".${suggestion(value, known)} Known tools: ${known.join(', ')}. A tool of your own is a file in .phasegate/tools.` });
  }
}

/** Which tools the editor has is seen when a phase lists them. */
const editorName = /^editor__[A-Za-z0-9_-]+\*?$/;

function mcpComplaints(name: string, servers: readonly string[]): readonly string[] {
  const { server, tool } = splitMcpName(name);
  if (!servers.includes(server)) return [`There is no MCP server "${server}".${suggestion(server, servers)} ${servers.length === 0 ? 'None is' : `Known: ${servers.join(', ')}. They are`} defined in .mcp.json, .vscode/mcp.json or your own mcp.json.`];
  return tool === '' ? [`Name a tool of the server as "mcp__${server}__tool", or all of them as "mcp__${server}__*".`] : [];
}
