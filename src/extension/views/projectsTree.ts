import * as vscode from 'vscode';
import type { Composition } from '../compose.ts';
import type { Session } from '../session.ts';
import { type Node, type NodeOf, keyOf, NodeTable } from './node.ts';
import { costOf, iconOf, labelOf, statusOfPhase, statusOfRun } from './status.ts';
import { TreeRefresh } from './treeRefresh.ts';

/** Projects, their runs, the phases of a run, the tool calls of a phase. */
export class ProjectsTree implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  readonly #session: Session;
  readonly #nodes = new NodeTable();
  readonly #refresh: TreeRefresh;
  readonly onDidChangeTreeData: vscode.Event<Node | undefined>;

  constructor(session: Session) {
    this.#session = session;
    this.#refresh = new TreeRefresh(session, ({ run, isNew }) => (isNew ? undefined : this.#nodes.intern({ type: 'run', run })));
    this.onDidChangeTreeData = this.#refresh.onDidChange;
  }

  async getChildren(node?: Node): Promise<Node[]> {
    const composition = await this.#session.open();
    if (!composition) return [];
    return (await childrenOf(composition, node)).map((child) => this.#nodes.intern(child));
  }

  async getTreeItem(node: Node): Promise<vscode.TreeItem> {
    const composition = await this.#session.open();
    const item = composition ? await itemOf(composition, node) : new vscode.TreeItem('');
    item.id = `${node.type}:${keyOf(node)}`;
    return item;
  }

  async getParent(node: Node): Promise<Node | undefined> {
    if (node.type === 'call') return this.#nodes.intern({ type: 'phase', run: node.run, phase: node.phase });
    if (node.type === 'phase') return this.#nodes.intern({ type: 'run', run: node.run });
    if (node.type !== 'run') return undefined;
    const state = await (await this.#session.open())?.runs.state(node.run);
    return state && this.#nodes.intern({ type: 'project', project: state.project });
  }

  dispose(): void {
    this.#refresh.dispose();
  }
}

async function childrenOf({ runs }: Composition, node: Node | undefined): Promise<readonly Node[]> {
  if (!node) return (await runs.projects()).map(({ id }) => ({ type: 'project', project: id }));
  if (node.type === 'project') return (await runs.list(node.project)).map(({ id }) => ({ type: 'run', run: id }));
  if (node.type === 'run') return ((await runs.view(node.run))?.phases ?? []).map(({ id }) => ({ type: 'phase', run: node.run, phase: id }));
  return node.type === 'phase' ? (await runs.toolCalls(node.run, node.phase)).map(({ id }) => ({ ...node, type: 'call', call: id })) : [];
}

async function itemOf(composition: Composition, node: Node): Promise<vscode.TreeItem> {
  if (node.type === 'project') return projectItem(composition, node);
  if (node.type === 'run') return runItem(composition, node);
  if (node.type === 'phase') return phaseItem(composition, node);
  return node.type === 'call' ? callItem(composition, node) : new vscode.TreeItem('');
}

const { Collapsed, Expanded, None } = vscode.TreeItemCollapsibleState;

async function projectItem({ runs, isReadOnly }: Composition, { project: id }: NodeOf<'project'>): Promise<vscode.TreeItem> {
  const project = (await runs.projects()).find((candidate) => candidate.id === id);
  const item = new vscode.TreeItem(project?.name ?? '', Expanded);
  if (!project) return item;
  item.description = labelOf(project.status);
  item.iconPath = iconOf(project.status);
  item.tooltip = `${project.name}\n${project.goal}`;
  item.contextValue = isReadOnly ? 'project-read-only' : 'project';
  item.accessibilityInformation = { label: vscode.l10n.t('Project {0}, {1}', project.name, labelOf(project.status)) };
  return item;
}

async function runItem({ runs, focus, isReadOnly }: Composition, node: NodeOf<'run'>): Promise<vscode.TreeItem> {
  const view = await runs.view(node.run);
  const item = new vscode.TreeItem('', Collapsed);
  if (!view) return item;
  const { run } = view;
  const isFocused = focus.state?.id === run.id;
  const started = new Date(run.createdAt);
  const status = statusOfRun(view);
  item.label = started.toLocaleString(vscode.env.language, { dateStyle: 'medium', timeStyle: 'short' });
  item.collapsibleState = isFocused ? Expanded : Collapsed;
  item.description = [labelOf(status), costOf(run.usage)].filter(Boolean).join(' · ');
  item.iconPath = iconOf(status);
  item.tooltip = [`${run.templateName}, ${labelOf(status)}`, run.goal, run.message].filter(Boolean).join('\n');
  item.contextValue = ['run', ...(isReadOnly ? [] : run.commands)].join(' ');
  item.command = { command: 'phasegate.showRun', title: '', arguments: [node] };
  item.accessibilityInformation = { label: vscode.l10n.t('Run of {0}, {1}', item.label, labelOf(status)) };
  return item;
}

async function phaseItem({ runs, isReadOnly }: Composition, node: NodeOf<'phase'>): Promise<vscode.TreeItem> {
  const view = await runs.view(node.run);
  const phase = view?.phases.find(({ id }) => id === node.phase);
  const item = new vscode.TreeItem(phase?.name ?? node.phase, phase && phase.attempts > 0 ? Collapsed : None);
  if (!view || !phase) return item;
  const status = statusOfPhase(phase);
  const progress = phase.loop ? vscode.l10n.t('{0} of {1}', String(phase.loop.done), String(phase.loop.total ?? '?')) : undefined;
  item.description = [labelOf(status), progress, phase.tool, costOf(phase.usage)].filter(Boolean).join(' · ');
  item.iconPath = iconOf(status);
  item.tooltip = [phase.description, phase.failure?.message, phase.message, phase.model].filter(Boolean).join('\n');
  item.contextValue = ['phase', ...(isReadOnly ? [] : phase.commands), ...(phase.artifact ? ['artifact'] : [])].join(' ');
  item.command = { command: 'phasegate.showRun', title: '', arguments: [node] };
  item.accessibilityInformation = { label: vscode.l10n.t('Phase {0}, {1}', phase.name, labelOf(status)) };
  return item;
}

async function callItem({ runs }: Composition, node: NodeOf<'call'>): Promise<vscode.TreeItem> {
  const call = await runs.toolCall(node);
  const item = new vscode.TreeItem(call?.name ?? '', None);
  if (!call) return item;
  const outcome = call.outcome ?? 'running';
  item.description = call.durationMs === null ? labelOf(outcome) : `${labelOf(outcome)} · ${Math.round(call.durationMs)} ms`;
  item.iconPath = iconOf(outcome);
  item.contextValue = 'call';
  item.command = { command: 'phasegate.showToolCall', title: '', arguments: [node] };
  item.accessibilityInformation = { label: vscode.l10n.t('Tool call {0}, {1}', call.name, labelOf(outcome)) };
  return item;
}
