import * as vscode from 'vscode';
import * as z from 'zod';
import type { McpServerEntry } from '../../engine/model/mcpServer.ts';
import type { Composition } from '../compose.ts';
import { mcpServers } from '../mcp.ts';

/** What a command was called on: a line of the tools tree, or what another extension says. Anyone may call a command. */
const target = z.discriminatedUnion('type', [
  z.object({ type: z.literal('background'), id: z.number().int().positive() }),
  z.object({ type: z.literal('server'), name: z.string() }),
  z.object({ type: z.literal('own-tool'), name: z.string() }),
  z.object({ type: z.literal('editor-tool'), name: z.string() }),
  z.object({ type: z.literal('guidance'), path: z.string() }),
  z.object({ type: z.literal('problem'), index: z.number().int().nonnegative() }),
]);
export type ToolTarget = z.infer<typeof target>;

export function toolTargetOf(args: readonly unknown[]): ToolTarget | undefined {
  return target.safeParse(args[0]).data;
}

/** The server meant: the target's, else the person's choice. */
export async function serverMeant({ workspace }: Composition, args: readonly unknown[]): Promise<McpServerEntry | undefined> {
  const { servers } = await mcpServers(workspace);
  const meant = toolTargetOf(args);
  if (meant?.type === 'server') return servers.find(({ name }) => name === meant.name);
  if (servers.length === 0) void vscode.window.showInformationMessage(vscode.l10n.t('No MCP server is defined. Define one in .mcp.json, or in the setting phasegate.mcpServers.'));
  const items = servers.map((entry) => ({ label: entry.name, description: entry.path, entry }));
  return items.length === 0 ? undefined : (await vscode.window.showQuickPick(items, { placeHolder: vscode.l10n.t('Which MCP server?') }))?.entry;
}
