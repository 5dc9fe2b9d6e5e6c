import * as vscode from 'vscode';
import type { Composition } from '../compose.ts';
import type { Session } from '../session.ts';
import { nameOf } from './artifactName.ts';
import { isInUse } from './artifactStanding.ts';
import { type Node, type NodeOf, keyOf, NodeTable } from './node.ts';
import { iconOf, labelOf } from './status.ts';
import { shortTaintOf, taintOf } from './taint.ts';
import { TreeRefresh } from './treeRefresh.ts';
import { shownTime } from './shownTime.ts';

/** The artifacts of each run, by type. */
export class ArtifactsTree implements vscode.TreeDataProvider<Node>, vscode.Disposable {
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

  dispose(): void {
    this.#refresh.dispose();
  }
}

async function childrenOf({ runs }: Composition, node: Node | undefined): Promise<readonly Node[]> {
  if (!node) return (await runs.list()).filter(({ status }) => status !== 'created').map(({ id }) => ({ type: 'run', run: id }));
  if (node.type === 'run') {
    const types = new Set((await runs.artifacts(node.run)).map(({ type }) => type));
    return [...types].map((artifactType) => ({ type: 'artifacts', run: node.run, artifactType }));
  }
  if (node.type !== 'artifacts') return [];
  const artifacts = (await runs.artifacts(node.run)).filter(({ type }) => type === node.artifactType);
  return artifacts.map(({ id }) => ({ type: 'artifact', run: node.run, artifact: id }));
}

const { Collapsed, Expanded, None } = vscode.TreeItemCollapsibleState;

async function itemOf(composition: Composition, node: Node): Promise<vscode.TreeItem> {
  if (node.type === 'run') return runItem(composition, node);
  if (node.type === 'artifacts') return typeItem(node.artifactType);
  return node.type === 'artifact' ? artifactItem(composition, node) : new vscode.TreeItem('');
}

async function runItem({ runs, focus }: Composition, { run: id }: NodeOf<'run'>): Promise<vscode.TreeItem> {
  const state = await runs.state(id);
  const item = new vscode.TreeItem('', focus.state?.id === id ? Expanded : Collapsed);
  if (!state) return item;
  item.label = shownTime(state.createdAt);
  item.description = labelOf(state.situation.status);
  item.tooltip = `${state.template.name}, ${labelOf(state.situation.status)}`;
  item.iconPath = iconOf(state.situation.status);
  item.contextValue = 'artifact-run';
  return item;
}

function typeItem(artifactType: string): vscode.TreeItem {
  const item = new vscode.TreeItem(artifactType, Expanded);
  item.iconPath = new vscode.ThemeIcon('symbol-class');
  item.contextValue = 'artifact-type';
  return item;
}

async function artifactItem({ runs }: Composition, node: NodeOf<'artifact'>): Promise<vscode.TreeItem> {
  const artifact = await runs.artifact(node.artifact);
  const item = new vscode.TreeItem(node.artifact, None);
  if (!artifact) return item;
  const state = await runs.state(node.run);
  const phase = (await runs.view(node.run))?.phases.find(({ id }) => id === artifact.phase);
  const isRolledBack = state !== undefined && !isInUse(state, artifact);
  const taint = phase && !isRolledBack ? { artifact, restsOnForced: phase.restsOnForced } : undefined;
  item.label = nameOf(artifact, phase?.name ?? artifact.phase);
  item.description = isRolledBack ? labelOf('rolled_back') : ((taint && shortTaintOf(taint)) ?? '');
  item.iconPath = isRolledBack ? iconOf('rolled_back') : artifact.isForced ? new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground')) : new vscode.ThemeIcon('json');
  item.tooltip = [vscode.l10n.t('{0}, version {1} of its schema', artifact.type, String(artifact.schemaVersion)), taint && taintOf(taint)].filter(Boolean).join('\n');
  item.contextValue = 'artifact';
  item.command = { command: 'phasegate.inspectArtifact', title: '', arguments: [node] };
  return item;
}
