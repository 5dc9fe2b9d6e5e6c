// The folder that the host suite has open, and ways to fill it.
import { cpSync, readdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as vscode from 'vscode';

/** The suite is bundled to test-output/<run>/suite. */
const repositoryRoot = resolve(__dirname, '../../..');

export function workspaceRoot(): string {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  if (!folder) throw new Error('The host suite has no folder open.');
  return folder.uri.fsPath;
}

export function fillWithSample(): void {
  cpSync(join(repositoryRoot, 'test/sample'), workspaceRoot(), { recursive: true });
}

export async function emptyWorkspace(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  for (const name of readdirSync(workspaceRoot())) rmSync(join(workspaceRoot(), name), { recursive: true, force: true });
}

/** Asks until the answer is there; the last reason of failing tells why it never came. */
export async function eventually<T>(what: string, ask: () => T | undefined | Promise<T | undefined>, timeoutMs = 10_000): Promise<T> {
  for (const deadline = Date.now() + timeoutMs; Date.now() < deadline; ) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await new Promise((next) => setTimeout(next, 50));
  }
  throw new Error(`Waited ${timeoutMs} ms in vain: ${what}`);
}
