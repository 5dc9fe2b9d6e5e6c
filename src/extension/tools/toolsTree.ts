import * as vscode from 'vscode';
import { DisposableStore } from '../../engine/base/disposable.ts';
import type { Composition } from '../compose.ts';
import type { Session } from '../session.ts';
import type { ToolList } from './toolList.ts';
import { type ToolGroup, toolGroups, type ToolNode } from './toolNode.ts';
import { watchToolFiles } from './watchToolFiles.ts';

/** MCP servers, tools of one's own, skills, commands and rules, with their state and what is wrong with them. Reads when it is looked at. */
export class ToolsTree implements vscode.TreeDataProvider<ToolNode>, vscode.Disposable {
  readonly #session: Session;
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly #problems = vscode.languages.createDiagnosticCollection('phasegate-tools');
  readonly #subscriptions: vscode.Disposable;
  #followed: { dispose(): void } | undefined;
  #list: ToolList | undefined;

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(session: Session) {
    this.#session = session;
    const refresh = (): void => this.refresh();
    this.#subscriptions = vscode.Disposable.from(watchToolFiles(refresh), session.onDidChange(() => {
      const { situation } = session;
      this.#followed?.dispose();
      this.#followed = situation.status === 'open' ? follow(situation.composition, refresh) : undefined;
      refresh();
    }));
  }

  refresh(): void {
    this.#changed.fire(undefined);
  }

  async getChildren(node?: ToolNode): Promise<ToolNode[]> {
    if (node !== undefined) return node.type === 'group' && this.#list ? membersOf(node.group, this.#list) : [];
    const composition = await this.#session.open();
    if (!composition) return [];
    const list = await this.#read(composition);
    return toolGroups.filter((group) => membersOf(group, list).length > 0).map((group) => ({ type: 'group', group }));
  }

  async getTreeItem(node: ToolNode): Promise<vscode.TreeItem> {
    const composition = await this.#session.open();
    const { toolItem } = await import('./toolItems.ts');
    return this.#list && composition ? toolItem(node, this.#list, composition) : new vscode.TreeItem('');
  }

  dispose(): void {
    this.#followed?.dispose();
    this.#subscriptions.dispose();
    this.#problems.dispose();
    this.#changed.dispose();
  }

  async #read(composition: Composition): Promise<ToolList> {
    const [{ readToolList }, { showToolProblems }] = await Promise.all([import('./toolList.ts'), import('./toolProblems.ts')]);
    const list = await readToolList(composition);
    this.#list = list;
    showToolProblems(this.#problems, list.problems);
    return list;
  }
}

/** What changes by itself while it is looked at. */
function follow({ mcp, engine }: Composition, refresh: () => void): { dispose(): void } {
  const followed = new DisposableStore();
  followed.add(mcp.onDidChangeHealth(refresh));
  if (engine.background) followed.add(engine.background.onDidChange(refresh));
  return followed;
}

function membersOf(group: ToolGroup, list: ToolList): ToolNode[] {
  switch (group) {
    case 'problems':
      return list.problems.map((_, index) => ({ type: 'problem', index }));
    case 'background':
      return list.background.map(({ id }) => ({ type: 'background', id }));
    case 'servers':
      return list.servers.map(({ entry }) => ({ type: 'server', name: entry.name }));
    case 'own-tools':
      return list.ownTools.map(({ tool }) => ({ type: 'own-tool', name: tool.name }));
    case 'editor-tools':
      return list.editorTools.map(({ name }) => ({ type: 'editor-tool', name }));
    case 'skills':
    case 'commands':
      return list.skills.filter(({ kind }) => `${kind}s` === group).map(({ path }) => ({ type: 'guidance', path }));
    case 'rules':
      return list.rules.map(({ path }) => ({ type: 'guidance', path }));
  }
}
