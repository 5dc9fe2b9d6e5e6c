import * as vscode from 'vscode';
import { namedFolders } from '../../engine/node/namedFolders.ts';
import type { NamedFolder } from '../../engine/ports/files.ts';

/** The folders of this window's workspace on disk, by the names that it shows; kept up to date until disposed. */
export class WorkspaceFolders implements vscode.Disposable {
  readonly #listener: vscode.Disposable;
  readonly #project: string;
  #current: readonly NamedFolder[] = [];

  /** The project's folder, canonical. */
  constructor(project: string) {
    this.#project = project;
    this.#listener = vscode.workspace.onDidChangeWorkspaceFolders(() => void this.read());
  }

  get current(): readonly NamedFolder[] {
    return this.#current;
  }

  async read(): Promise<void> {
    const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
    this.#current = await namedFolders(this.#project, folders.map(({ name, uri }) => ({ name, path: uri.fsPath })));
  }

  dispose(): void {
    this.#listener.dispose();
  }
}
