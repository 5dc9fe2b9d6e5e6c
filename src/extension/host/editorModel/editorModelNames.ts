import * as vscode from 'vscode';

/** References of all models that the editor offers now. */
export async function editorModelNames(): Promise<readonly string[]> {
  return (await vscode.lm.selectChatModels()).map(({ vendor, id }) => `editor/${vendor}/${id}`);
}
