import * as vscode from 'vscode';
import type { McpServerEntry } from '../../engine/model/mcpServer.ts';
import { fileConsents } from '../../engine/node/consentFile.ts';
import { userFolder } from '../../engine/node/userFolder.ts';
import { allowServer as allow, subject } from '../../engine/tools/mcp/allowServer.ts';
import { describeServer, serverTitle } from '../../engine/tools/mcp/describeServer.ts';
import { definitionHash, writtenHash } from '../../engine/tools/mcp/fingerprints.ts';
import type { Probed } from '../../engine/tools/mcp/probeServer.ts';
import type { Composition } from '../compose.ts';
import { forgetInputs } from '../host/serverInputs.ts';
import { serverPorts } from '../mcp.ts';
import { serverMeant } from '../tools/toolTarget.ts';
import { withEngine } from './commandScope.ts';
import { withStop } from './withStop.ts';

/** Shows the whole definition; agreed to, the server is started once, and what it says about its tools is pinned. */
export const allowServer = withEngine(async (composition, args) => {
  const entry = await serverMeant(composition, args);
  if (!entry) return;
  const definition = await definitionHash(entry.definition, composition.files);
  if (!(await agrees(entry))) return;
  const ports = { ...(await serverPorts({ ...composition, inputs: composition.mcp.inputs })), consents: consentsOf(composition), now: Date.now };
  const allowed = await withStop(vscode.l10n.t('Starting the MCP server {0}', entry.name), (signal) => allow(ports, { entry, definition }, signal));
  await vscode.commands.executeCommand('phasegate.refreshTools');
  if (allowed.ok) tellTools(entry, allowed.value);
  else void vscode.window.showErrorMessage(vscode.l10n.t('It was not allowed, because it does not work. {0}', allowed.error.message));
});

/** Takes the agreement back and forgets what was given to it, and ends the server if it runs. */
export const revokeServer = withEngine(async (composition, args) => {
  const entry = await serverMeant(composition, args);
  if (!entry) return;
  await consentsOf(composition).remove(subject(entry.name, composition.workspace));
  await forgetInputs(composition.inputs, { server: entry.name, source: entry.source, inputs: entry.inputs ?? [], definition: writtenHash(entry.definition) });
  await composition.mcp.end(entry.name);
  await vscode.commands.executeCommand('phasegate.refreshTools');
});

/** The next call of a new phase starts it again. */
export const endServer = withEngine(async (composition, args) => {
  const entry = await serverMeant(composition, args);
  if (entry) await composition.mcp.end(entry.name);
});

async function agrees(entry: McpServerEntry): Promise<boolean> {
  const yes = vscode.l10n.t('Allow');
  return (await vscode.window.showWarningMessage(`${serverTitle(entry)}?`, { modal: true, detail: describeServer(entry) }, yes)) === yes;
}

function tellTools({ name }: McpServerEntry, { tools }: Probed): void {
  const names = tools.slice(0, 10).map((tool) => tool.name).join(', ');
  void vscode.window.showInformationMessage(vscode.l10n.t('The MCP server {0} is allowed here. Its tools, as templates list them: {1}', name, tools.length > 10 ? `${names} …` : names));
}

function consentsOf({ log }: Composition): ReturnType<typeof fileConsents> {
  return fileConsents(userFolder(), log);
}
