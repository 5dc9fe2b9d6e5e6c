import * as vscode from 'vscode';
import type { Session } from '../session.ts';

interface Kept {
  readonly bytes: Uint8Array;
  readonly changedAt: number;
}

/**
 * Outputs that wait for a decision, as files. Reading gives what the model produced; saving checks it and, when it is
 * valid, accepts it. A save that is refused says why, and the text stays unsaved in the editor.
 */
export class DecisionFiles implements vscode.FileSystemProvider, vscode.Disposable {
  readonly #session: Session;
  readonly #changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly #kept = new Map<string, Kept>();
  readonly onDidChangeFile = this.#changed.event;

  constructor(session: Session) {
    this.#session = session;
  }

  dispose(): void {
    this.#changed.dispose();
  }

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => {});
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    const { bytes, changedAt } = await this.#find(uri);
    return { type: vscode.FileType.File, ctime: changedAt, mtime: changedAt, size: bytes.byteLength };
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    return (await this.#find(uri)).bytes;
  }

  async writeFile(uri: vscode.Uri, bytes: Uint8Array): Promise<void> {
    const { acceptText } = await import('./decisionText.ts');
    await acceptText(this.#session, uri, new TextDecoder().decode(bytes));
    this.#kept.set(uri.toString(), { bytes, changedAt: Date.now() });
    this.#changed.fire([{ type: vscode.FileChangeType.Changed, uri }]);
  }

  readDirectory(): [string, vscode.FileType][] {
    return [];
  }

  createDirectory(uri: vscode.Uri): void {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  delete(uri: vscode.Uri): void {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  rename(uri: vscode.Uri): void {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  async #find(uri: vscode.Uri): Promise<Kept> {
    const known = this.#kept.get(uri.toString());
    if (known) return known;
    const { readText } = await import('./decisionText.ts');
    const kept = { bytes: new TextEncoder().encode(await readText(this.#session, uri)), changedAt: Date.now() };
    this.#kept.set(uri.toString(), kept);
    return kept;
  }
}
