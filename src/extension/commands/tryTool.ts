import * as vscode from 'vscode';
import { consentTo } from '../../engine/tools/mcp/allowServer.ts';
import { fileConsents } from '../../engine/node/consentFile.ts';
import { userFolder } from '../../engine/node/userFolder.ts';
import { editorPrefix } from '../../engine/model/editorToolName.ts';
import { submitArtifactTool, toolEffects } from '../../engine/model/toolName.ts';
import type { ExecutionId, PhaseId, RunId, ToolCallId } from '../../engine/model/ids.ts';
import type { PreparedCall, Tool, ToolContext, ToolResult } from '../../engine/ports/tool.ts';
import { vendorName } from '../../engine/tools/vendorName.ts';
import type { Composition } from '../compose.ts';
import { editorTools } from '../host/editorTools.ts';
import { ownTools } from '../knownTools.ts';
import { mcpServers } from '../mcp.ts';
import { askToolInput } from '../tools/askToolInput.ts';
import { showAnswer } from '../tools/answerDocument.ts';
import { toolTargetOf } from '../tools/toolTarget.ts';
import { withEngine } from './commandScope.ts';
import { withStop } from './withStop.ts';

/** One call of a tool, without a phase: the person picks it, fills in its input, sees what it would do, and reads its answer. */
export const tryTool = withEngine(async (composition, args) => {
  const listed = listedName(args) ?? (await chooseListed(composition));
  const tool = listed === undefined ? undefined : await open(composition, listed);
  if (!tool) return;
  const prepared = await askToolInput(tool);
  if (!prepared || !(await isPermitted(composition, tool, prepared))) return;
  const result = await withStop(prepared.intent.title, (signal) => prepared.run(context, signal));
  await showAnswer(tool.name, answerText(prepared, result));
});

function listedName(args: readonly unknown[]): string | undefined {
  const meant = toolTargetOf(args);
  if (meant?.type === 'own-tool') return meant.name;
  if (meant?.type === 'editor-tool') return vendorName(editorPrefix, meant.name);
  return meant?.type === 'server' ? `mcp__${meant.name}__*` : undefined;
}

/** Tools that make sense outside of a phase. */
const withoutPhase: readonly string[] = Object.keys(toolEffects).filter((name) => !['ask_user', 'get_artifact', submitArtifactTool].includes(name));

async function chooseListed({ workspace, files, toolbox, log }: Composition): Promise<string | undefined> {
  const consents = fileConsents(userFolder(), log);
  const [own, mcp] = await Promise.all([ownTools(workspace), mcpServers(workspace)]);
  const servers = await Promise.all(mcp.servers.map(async (entry) => ({ name: entry.name, consent: await consentTo(entry, { consents, files }) })));
  const items = [
    ...own.entries.map(({ tool }) => ({ label: tool.name, description: vscode.l10n.t('own tool'), listed: tool.name })),
    ...servers.map(({ name, consent }) => ({ label: name, description: consent === 'allowed' ? vscode.l10n.t('MCP server') : vscode.l10n.t('MCP server, not allowed yet'), listed: `mcp__${name}__*` })),
    ...editorTools.list().map(({ name }) => ({ label: name, description: vscode.l10n.t('tool of the editor'), listed: vendorName(editorPrefix, name) })),
    ...withoutPhase.filter((name) => toolbox.find(name)).map((name) => ({ label: name, description: vscode.l10n.t('built in'), listed: name })),
  ];
  return (await vscode.window.showQuickPick(items, { placeHolder: vscode.l10n.t('Which tool?'), matchOnDescription: true }))?.listed;
}

/** Starts what must be started, after the person agreed. One of several tools is the person's choice. */
async function open({ toolbox }: Composition, listed: string): Promise<Tool | undefined> {
  const approve = async ({ title, detail }: { readonly title: string; readonly detail: string }): Promise<boolean> => confirmed(`${title}?`, detail, vscode.l10n.t('Allow'));
  const offered = await withStop(vscode.l10n.t('Getting {0} ready', listed), async (signal) => toolbox.offer?.({ names: [listed], approve }, signal));
  if (!offered?.ok) {
    void vscode.window.showErrorMessage(offered?.error.message ?? vscode.l10n.t('There is no tool {0}.', listed));
    return undefined;
  }
  if (offered.value.length <= 1) return offered.value[0];
  const items = offered.value.map((tool) => ({ label: tool.name, detail: tool.description.slice(0, 200), tool }));
  return (await vscode.window.showQuickPick(items, { placeHolder: vscode.l10n.t('Which tool?'), matchOnDetail: true }))?.tool;
}

/** The same decision as for a phase; where it asks, the whole effect is shown. */
async function isPermitted({ permission }: Composition, tool: Tool, { intent }: PreparedCall): Promise<boolean> {
  const decision = await permission.decide(tool, intent);
  if (decision.type === 'allow') return true;
  if (decision.type === 'ask') return confirmed(`${intent.title} (${decision.reason})`, intent.detail, vscode.l10n.t('Run'));
  void vscode.window.showWarningMessage(vscode.l10n.t('Not allowed: {0}', decision.reason));
  return false;
}

async function confirmed(message: string, detail: string, yes: string): Promise<boolean> {
  return (await vscode.window.showWarningMessage(message, { modal: true, detail }, yes)) === yes;
}

function answerText({ intent }: PreparedCall, { outcome, output, whole }: ToolResult): string {
  return [intent.detail, '', `${outcome}:`, whole ?? output, ''].join('\n');
}

/** A call outside of any phase. */
const context: ToolContext = {
  call: 'try/1' as ToolCallId,
  run: 'try' as RunId,
  phase: 'try' as PhaseId,
  execution: 'try' as ExecutionId,
  progress: () => undefined,
  ask: () => Promise.reject(new Error('Nobody is asked when a tool is tried.')),
  artifactOf: () => Promise.resolve(undefined),
};
