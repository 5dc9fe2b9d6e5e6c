/** What templates and models call the tools of MCP servers: `mcp__server__tool`; `mcp__server__*` stands for all of a server. */
export const mcpPrefix = 'mcp__';

export interface McpName {
  readonly server: string;
  /** `*` for all of them, empty where it is missing. */
  readonly tool: string;
}

/** Server names hold no double underscore, so the first one ends the name. */
export function splitMcpName(name: string): McpName {
  const rest = name.slice(mcpPrefix.length);
  const at = rest.indexOf('__');
  return at < 0 ? { server: rest, tool: '' } : { server: rest.slice(0, at), tool: rest.slice(at + 2) };
}
