import * as vscode from 'vscode';

/** Sets `phasegate.<key>`, which the manifest's `when` clauses ask about. */
export function setContext(key: string, value: unknown): void {
  void vscode.commands.executeCommand('setContext', `phasegate.${key}`, value);
}
