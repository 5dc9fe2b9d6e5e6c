import path from 'node:path';
import type { McpSource } from '../model/mcpServer.ts';
import { readDefinitionFile } from './definitionFiles.ts';
import { userFolder } from './userFolder.ts';

export interface McpFileText {
  readonly source: McpSource;
  readonly path: string;
  readonly text: string;
}

/** Where a workspace defines MCP servers, from its root, nearest first. */
export const workspaceMcpFiles: readonly string[] = ['.mcp.json', 'mcp.json', '.vscode/mcp.json'];

/** The user's own file. */
export function userMcpFile(own: string = userFolder()): string {
  return path.join(own, 'mcp.json');
}

/** The files that define MCP servers, nearest first: the workspace's, then the user's own. */
export async function readMcpFiles(workspace: string, own: string = userFolder()): Promise<readonly McpFileText[]> {
  const places = [...workspaceMcpFiles.map((name) => ({ source: 'workspace', file: path.join(workspace, name) }) as const), { source: 'user', file: userMcpFile(own) } as const];
  const files = await Promise.all(places.map(async ({ source, file }) => {
    const read = await readDefinitionFile(file);
    return read ? [{ source, ...read }] : [];
  }));
  return files.flat();
}
