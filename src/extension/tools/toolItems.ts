import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { RuleFile } from '../../engine/model/guidance.ts';
import { revealHidden } from '../../engine/base/hiddenText.ts';
import { editorPrefix } from '../../engine/model/editorToolName.ts';
import { describeServer } from '../../engine/tools/mcp/describeServer.ts';
import { describeOwnTool } from '../../engine/tools/ownTools/ownToolSource.ts';
import { vendorName } from '../../engine/tools/vendorName.ts';
import type { Composition } from '../compose.ts';
import { backgroundItem } from './backgroundItems.ts';
import { type FileProblem, type ListedServer, placeIn, type ToolList } from './toolList.ts';
import type { ToolGroup, ToolNode } from './toolNode.ts';

/** How a line of the tools tree looks. */
export function toolItem(node: ToolNode, list: ToolList, { workspace, runs }: Pick<Composition, 'workspace' | 'runs'>): vscode.TreeItem {
  switch (node.type) {
    case 'group':
      return groupItem(node.group);
    case 'background':
      return backgroundItem({ runs }, list.background.find(({ id }) => id === node.id));
    case 'server':
      return serverItem(list.servers.find(({ entry }) => entry.name === node.name));
    case 'own-tool':
      return ownToolItem(node.name, list);
    case 'editor-tool':
      return editorToolItem(node.name, list);
    case 'guidance':
      return guidanceItem(node.path, list, workspace);
    case 'problem':
      return problemItem(list.problems[node.index]);
  }
}

function groupItem(group: ToolGroup): vscode.TreeItem {
  const labels: Readonly<Record<ToolGroup, string>> = {
    problems: vscode.l10n.t('Problems'), background: vscode.l10n.t('Background Commands'), servers: vscode.l10n.t('MCP Servers'), 'own-tools': vscode.l10n.t('Own Tools'), 'editor-tools': vscode.l10n.t('Tools of the Editor'),
    skills: vscode.l10n.t('Skills'), commands: vscode.l10n.t('Commands'), rules: vscode.l10n.t('Rules'),
  };
  const isOthers = group === 'editor-tools';
  const item = new vscode.TreeItem(labels[group], isOthers ? vscode.TreeItemCollapsibleState.Collapsed : vscode.TreeItemCollapsibleState.Expanded);
  item.contextValue = 'tool-group';
  return item;
}

function serverItem(server: ListedServer | undefined): vscode.TreeItem {
  if (!server) return new vscode.TreeItem('');
  const { entry, consent } = server;
  const state = serverState(server);
  const item = new vscode.TreeItem(entry.name);
  item.description = state.label;
  item.iconPath = state.icon;
  item.tooltip = [state.label, state.detail, describeServer(entry)].filter(Boolean).join('\n');
  item.contextValue = ['server', consent, entry.definition.transport, ...(isUp(server) ? ['up'] : [])].join(' ');
  item.accessibilityInformation = { label: vscode.l10n.t('MCP server {0}, {1}', entry.name, state.label) };
  item.command = { command: 'phasegate.showToolFile', title: '', arguments: [{ type: 'server', name: entry.name }] };
  return item;
}

function isUp({ health }: ListedServer): boolean {
  return health?.type === 'running' || health?.type === 'starting';
}

interface ServerState {
  readonly label: string;
  readonly icon: vscode.ThemeIcon;
  readonly detail?: string;
}

function serverState({ consent, health }: ListedServer): ServerState {
  if (consent === 'not-allowed') return { label: vscode.l10n.t('not allowed yet'), icon: new vscode.ThemeIcon('shield') };
  if (consent === 'changed') return { label: vscode.l10n.t('changed since you allowed it'), icon: warning };
  switch (health?.type) {
    case 'starting':
      return { label: vscode.l10n.t('starting'), icon: new vscode.ThemeIcon('loading~spin') };
    case 'running':
      return { label: vscode.l10n.t('running, tools: {0}', health.tools), icon: new vscode.ThemeIcon('pass', new vscode.ThemeColor('testing.iconPassed')) };
    case 'failed':
      return { label: vscode.l10n.t('failed'), icon: new vscode.ThemeIcon('error', new vscode.ThemeColor('list.errorForeground')), detail: health.message };
    case 'stopped':
    case undefined:
      return { label: vscode.l10n.t('allowed'), icon: new vscode.ThemeIcon('server-process') };
  }
}

const warning = new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));

function ownToolItem(name: string, list: ToolList): vscode.TreeItem {
  const entry = list.ownTools.find(({ tool }) => tool.name === name);
  const item = new vscode.TreeItem(name);
  if (!entry) return item;
  item.description = entry.tool.description.split('\n')[0] ?? '';
  item.iconPath = new vscode.ThemeIcon('tools');
  item.tooltip = describeOwnTool(entry.tool);
  item.contextValue = 'own-tool';
  item.command = { command: 'phasegate.showToolFile', title: '', arguments: [{ type: 'own-tool', name }] };
  return item;
}

/** Its name as models have it is what templates list. */
function editorToolItem(name: string, list: ToolList): vscode.TreeItem {
  const tool = list.editorTools.find((candidate) => candidate.name === name);
  const item = new vscode.TreeItem(revealHidden(name));
  if (!tool) return item;
  item.description = revealHidden(tool.description.split('\n')[0] ?? '');
  item.iconPath = new vscode.ThemeIcon('extensions');
  item.tooltip = vscode.l10n.t('Templates list it as {0}.', vendorName(editorPrefix, name)) + `\n${revealHidden(tool.description).slice(0, 2_000)}`;
  item.contextValue = 'editor-tool';
  return item;
}

function guidanceItem(path: string, { skills, rules }: ToolList, workspace: string): vscode.TreeItem {
  const skill = skills.find((candidate) => candidate.path === path);
  const rule = rules.find((candidate) => candidate.path === path);
  const item = new vscode.TreeItem(skill?.name ?? basename(path));
  item.description = skill?.description ?? (rule ? holdsFor(rule) : path);
  item.iconPath = new vscode.ThemeIcon(skill ? (skill.kind === 'skill' ? 'book' : 'comment') : 'law');
  item.tooltip = [skill?.description, placeIn(workspace, path)].filter(Boolean).join('\n');
  item.contextValue = skill?.kind === 'command' ? 'guidance command' : 'guidance';
  item.command = { command: 'phasegate.showToolFile', title: '', arguments: [{ type: 'guidance', path }] };
  return item;
}

function holdsFor({ folder, source }: RuleFile): string {
  if (source === 'user') return vscode.l10n.t('your own');
  return folder === '.' ? vscode.l10n.t('for the whole workspace') : vscode.l10n.t('for {0}', folder);
}

function problemItem(problem: FileProblem | undefined): vscode.TreeItem {
  if (!problem) return new vscode.TreeItem('');
  const { path, line, message, severity } = problem;
  const item = new vscode.TreeItem(message);
  item.description = `${basename(path)}:${line}`;
  item.tooltip = `${path}:${line}\n${message}`;
  item.iconPath = severity === 'error' ? new vscode.ThemeIcon('error', new vscode.ThemeColor('list.errorForeground')) : warning;
  item.contextValue = 'tool-problem';
  return item;
}
