import * as vscode from 'vscode';
import type { Result } from '../../engine/base/result.ts';
import type { Failure } from '../../engine/model/failure.ts';
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
import { loggedIn } from './logInServer.ts';
import { withEngine } from './commandScope.ts';
import { withStop } from './withStop.ts';

/** Shows the whole definition; agreed to, the server is started once, and what it says about its tools is pinned. */
export const allowServer = withEngine(async (composition, args) => {
  const entry = await serverMeant(composition, args);
  if (!entry) return;
  const definition = await definitionHash(entry.definition, composition.files);
  if (!(await agrees(entry))) return;
  const ports = { ...(await serverPorts({ files: composition.files, log: composition.log, inputs: composition.mcp.inputs, logins: composition.mcp.logins })), consents: consentsOf(composition), now: Date.now };
  const tryIt = (): Promise<Result<Probed, Failure>> => withStop(vscode.l10n.t('Starting the MCP server {0}', entry.name), (signal) => allow(ports, { entry, definition }, signal));
  let allowed = await tryIt();
  if (!allowed.ok && allowed.error.kind === 'auth' && (await wantsToLogIn(composition, entry, allowed.error.message))) allowed = await tryIt();
  await vscode.commands.executeCommand('phasegate.refreshTools');
  if (allowed.ok) tellTools(entry, allowed.value);
  else void vscode.window.showErrorMessage(vscode.l10n.t('It was not allowed, because it does not work. {0}', allowed.error.message));
});

/** Takes the agreement back and forgets what was given to it, and ends the server if it runs. */
export const revokeServer = withEngine(async (composition, args) => {
  const entry = await serverMeant(composition, args);
  if (!entry) return;
  await consentsOf(composition).remove(subject(entry.name, composition.workspace));
  await composition.mcp.logins({ server: entry.name, source: entry.source, definition: writtenHash(entry.definition) }).remove();
  await forgetInputs(composition.inputs, { server: entry.name, source: entry.source, inputs: entry.inputs ?? [], definition: writtenHash(entry.definition) });
  await composition.mcp.end(entry.name);
  await vscode.commands.executeCommand('phasegate.refreshTools');
});

/** The next call of a new phase starts it again. */
export const endServer = withEngine(async (composition, args) => {
  const entry = await serverMeant(composition, args);
  if (entry) await composition.mcp.end(entry.name);
});

/** A server behind a login is tried again after it. */
async function wantsToLogIn(composition: Composition, entry: McpServerEntry, message: string): Promise<boolean> {
  if (entry.definition.transport !== 'http') return false;
  const yes = vscode.l10n.t('Log In');
  return (await vscode.window.showWarningMessage(message, yes)) === yes && loggedIn(composition, entry);
}

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
