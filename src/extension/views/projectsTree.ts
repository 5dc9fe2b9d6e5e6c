import * as vscode from 'vscode';
import type { Composition } from '../compose.ts';
import type { Session } from '../session.ts';
import { type Node, type NodeOf, keyOf, NodeTable } from './node.ts';
import { itemOf } from './projectItems.ts';
import { TreeRefresh } from './treeRefresh.ts';

/** Projects, their runs, the phases of a run, the executions and tool calls of a phase. */
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
    if (node.type === 'call' || node.type === 'execution') return this.#nodes.intern({ type: 'phase', run: node.run, phase: node.phase });
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
  if (node.type === 'phase') return workOf(runs, node);
  return node.type === 'execution' ? (await runs.toolCallsOf(node.execution)).map(({ id }) => ({ type: 'call', run: node.run, phase: node.phase, call: id })) : [];
}

/** The tool calls of a phase; by attempt and iteration where there are several, or where the only one was rolled back. */
async function workOf(runs: Composition['runs'], { run, phase }: NodeOf<'phase'>): Promise<readonly Node[]> {
  const executions = await runs.executions(run, phase);
  const isPlain = executions.length === 1 && executions[0]?.status !== 'rolled_back';
  if (!isPlain) return executions.map(({ id }) => ({ type: 'execution', run, phase, execution: id }));
  return (await runs.toolCalls(run, phase)).map(({ id }) => ({ type: 'call', run, phase, call: id }));
}
