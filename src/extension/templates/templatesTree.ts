import * as vscode from 'vscode';
import type { TemplateSource } from '../../engine/node/templateFiles.ts';
import type { TemplateCatalog } from '../../engine/workflow/templateCatalog.ts';
import { TemplateFolderWatcher } from '../editors/templateFolderWatcher.ts';
import { keyOf, type TemplateNode } from './templateNode.ts';

/** Templates by whose they are, nearest first; each with its phases. Reads and watches files from the first time it is seen, in trusted folders only. */
export class TemplatesTree implements vscode.TreeDataProvider<TemplateNode>, vscode.Disposable {
  readonly #context: Pick<vscode.ExtensionContext, 'asAbsolutePath'>;
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly #nodes = new Map<string, TemplateNode>();
  readonly #trust: vscode.Disposable;
  #catalog: Promise<TemplateCatalog<TemplateSource>> | undefined;
  #watchers: vscode.Disposable | undefined;

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(context: Pick<vscode.ExtensionContext, 'asAbsolutePath'>) {
    this.#context = context;
    this.#trust = vscode.workspace.onDidGrantWorkspaceTrust(() => this.refresh());
  }

  refresh(): void {
    this.#catalog = undefined;
    this.#changed.fire(undefined);
  }

  async getChildren(node?: TemplateNode): Promise<TemplateNode[]> {
    const catalog = await this.#read();
    if (!catalog) return [];
    const { childrenOf } = await import('./templateItems.ts');
    return childrenOf(catalog, node).map((child) => this.#intern(child));
  }

  async getTreeItem(node: TemplateNode): Promise<vscode.TreeItem> {
    const [catalog, { itemOf }] = await Promise.all([this.#read(), import('./templateItems.ts')]);
    const item = catalog ? itemOf(catalog, node) : new vscode.TreeItem('');
    item.id = keyOf(node);
    return item;
  }

  dispose(): void {
    this.#trust.dispose();
    this.#watchers?.dispose();
    this.#changed.dispose();
  }

  async #read(): Promise<TemplateCatalog<TemplateSource> | undefined> {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    if (!folder || !vscode.workspace.isTrusted) return undefined;
    this.#catalog ??= this.#load(folder);
    return this.#catalog;
  }

  async #load(folder: vscode.WorkspaceFolder): Promise<TemplateCatalog<TemplateSource>> {
    const [{ templateLibrary }, { libraryPlaces }] = await Promise.all([import('../templateLibrary.ts'), import('./libraryPlaces.ts')]);
    const places = libraryPlaces(this.#context, folder.uri.fsPath);
    this.#watchers ??= this.#watch(folder, places.user);
    return templateLibrary(places).catalog();
  }

  /** Tools of the workspace make templates right or wrong. */
  #watch(folder: vscode.WorkspaceFolder, user: string): vscode.Disposable {
    const refresh = (): void => this.refresh();
    const listener = { appeared: () => Promise.resolve(refresh()), changed: () => Promise.resolve(refresh()), deleted: refresh };
    const own = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(vscode.Uri.file(user), '*.json'));
    return vscode.Disposable.from(
      new TemplateFolderWatcher(folder, 'templates', listener),
      new TemplateFolderWatcher(folder, 'tools', listener),
      own, own.onDidCreate(refresh), own.onDidChange(refresh), own.onDidDelete(refresh),
    );
  }

  /** The editor recognises a line by its object. */
  #intern(node: TemplateNode): TemplateNode {
    const key = keyOf(node);
    const known = this.#nodes.get(key) ?? node;
    this.#nodes.set(key, known);
    return known;
  }
}
