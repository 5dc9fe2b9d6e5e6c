import { homedir } from 'node:os';
import * as vscode from 'vscode';
import type { McpServerEntry } from '../../engine/model/mcpServer.ts';
import { withLoopbackVisit } from '../../engine/node/loopbackVisit.ts';
import { webFetch } from '../../engine/node/webFetch.ts';
import { describeServer } from '../../engine/tools/mcp/describeServer.ts';
import { expandDefinition } from '../../engine/tools/mcp/expandDefinition.ts';
import { writtenHash } from '../../engine/tools/mcp/fingerprints.ts';
import { logIn } from '../../engine/tools/mcp/login/logIn.ts';
import type { Composition } from '../compose.ts';
import { serverMeant } from '../tools/toolTarget.ts';
import { withEngine } from './commandScope.ts';
import { withStop } from './withStop.ts';

/** Through the person's browser, to the login that a server on the web asks for. What it brings is kept where keys are kept. */
export const logInServer = withEngine(async (composition, args) => {
  const entry = await serverMeant(composition, args);
  if (!entry) return;
  if (entry.definition.transport !== 'http') return void vscode.window.showInformationMessage(vscode.l10n.t('{0} is a program on this machine: it has no login.', entry.name));
  const yes = vscode.l10n.t('Connect');
  const agrees = (await vscode.window.showWarningMessage(vscode.l10n.t('Ask the MCP server {0} for its login?', entry.name), { modal: true, detail: describeServer(entry) }, yes)) === yes;
  if (agrees && (await loggedIn(composition, entry))) void vscode.window.showInformationMessage(vscode.l10n.t('You are logged in to the MCP server {0}.', entry.name));
});

/** After the person agreed to reach the server. Tells them what went wrong. */
export async function loggedIn(composition: Composition, entry: McpServerEntry): Promise<boolean> {
  const variables = { workspaceFolder: composition.workspace, userHome: homedir(), environment: (name: string) => process.env[name] };
  const definition = expandDefinition(entry, variables);
  if (!definition.ok || definition.value.transport !== 'http') return tell(definition.ok ? '' : definition.error);
  const { url } = definition.value;
  const store = composition.mcp.logins({ server: entry.name, source: entry.source, definition: writtenHash(entry.definition) });
  const web = webFetch({ headersMs: 30_000, messageBytes: 1_000_000 });
  const result = await withLoopbackVisit({ open: (address) => openPage(entry, address), toExternal }, (visit) =>
    withStop(vscode.l10n.t('Waiting for your login to {0}', entry.name), (signal) => logIn({ name: entry.name, url, web, store, visit }, signal)));
  if (!result.ok) return tell(result.error.message);
  await composition.mcp.end(entry.name);
  return true;
}

/** The page is the server's choice, so its whole address is shown first. */
async function openPage({ name }: McpServerEntry, address: URL): Promise<boolean> {
  const yes = vscode.l10n.t('Open Login Page');
  const detail = vscode.l10n.t('It is at {0}. Look whether that is where you have an account.', address.origin + address.pathname);
  if ((await vscode.window.showWarningMessage(vscode.l10n.t('Open the login page of the MCP server {0} in your browser?', name), { modal: true, detail }, yes)) !== yes) return false;
  return vscode.env.openExternal(vscode.Uri.parse(address.href, true));
}

async function toExternal(address: string): Promise<string> {
  return (await vscode.env.asExternalUri(vscode.Uri.parse(address, true))).toString(true);
}

function tell(message: string): false {
  if (message !== '') void vscode.window.showErrorMessage(message);
  return false;
}
