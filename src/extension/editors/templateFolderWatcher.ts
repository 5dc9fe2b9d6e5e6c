import * as vscode from 'vscode';

export interface FolderListener {
  /** The folder is there, with files nobody told of. */
  appeared(): Promise<void>;
  changed(uri: vscode.Uri): Promise<void>;
  deleted(uri: vscode.Uri): void;
}

/** Long enough for a nested folder to be there after its parent was announced, and for a watcher to begin. */
const settleMs = 1_000;

/**
 * Watches `.phasegate/templates` or another folder there. The editor's watcher of the whole workspace loses folders that are created within
 * each other at once, so the folder gets a watcher of its own, again each time it or its parent appears.
 */
export class TemplateFolderWatcher implements vscode.Disposable {
  readonly #base: vscode.Uri;
  readonly #listener: FolderListener;
  readonly #parents: vscode.Disposable;
  #files: vscode.Disposable | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(workspace: vscode.WorkspaceFolder, name: string, listener: FolderListener) {
    this.#base = vscode.Uri.joinPath(workspace.uri, `.phasegate/${name}`);
    this.#listener = listener;
    const parents = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(workspace, `.phasegate{,/${name}}`), false, true, true);
    this.#parents = vscode.Disposable.from(parents, parents.onDidCreate(() => this.#watch()));
    this.#watch();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#files?.dispose();
    this.#parents.dispose();
  }

  #watch(): void {
    clearTimeout(this.#timer);
    this.#renew();
    this.#timer = setTimeout(() => {
      this.#renew();
      this.#timer = setTimeout(() => void this.#listener.appeared(), settleMs);
    }, settleMs);
  }

  /** The earlier watcher stays until this one has begun, and what came between is looked for afterwards. */
  #renew(): void {
    const earlier = this.#files;
    setTimeout(() => earlier?.dispose(), settleMs);
    const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(this.#base, '*.json'));
    const listener = this.#listener;
    const changed = (uri: vscode.Uri): void => void listener.changed(uri);
    this.#files = vscode.Disposable.from(watcher, watcher.onDidCreate(changed), watcher.onDidChange(changed), watcher.onDidDelete((uri) => listener.deleted(uri)));
    void listener.appeared();
  }
}
