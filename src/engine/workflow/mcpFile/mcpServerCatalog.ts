import type { McpServerEntry } from '../../model/mcpServer.ts';
import type { TemplateProblem } from '../template/problem.ts';
import { checkMcpFile, type McpFile } from './checkMcpFile.ts';

export interface McpServerCatalog {
  /** One for each name: the first found. */
  readonly servers: readonly McpServerEntry[];
  /** Files with problems, warnings included. */
  readonly problems: readonly { readonly path: string; readonly problems: readonly TemplateProblem[] }[];
}

/** The servers of these files, given nearest first. */
export function mcpServerCatalog(files: readonly McpFile[]): McpServerCatalog {
  const servers = new Map<string, McpServerEntry>();
  const problems: { path: string; problems: readonly TemplateProblem[] }[] = [];
  for (const file of files) {
    const checked = checkMcpFile(file);
    for (const server of checked.servers) if (!servers.has(server.name)) servers.set(server.name, server);
    if (checked.problems.length > 0) problems.push({ path: file.path, problems: checked.problems });
  }
  return { servers: [...servers.values()], problems };
}
