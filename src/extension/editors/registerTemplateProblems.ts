import * as vscode from 'vscode';

const folder = '.phasegate/templates';

/** Problems of the workspace's template files in the Problems panel, as soon as they appear and until they are gone (SPEC T1). */
export function registerTemplateProblems(): vscode.Disposable {
  const [workspace] = vscode.workspace.workspaceFolders ?? [];
  if (!workspace) return new vscode.Disposable(() => {});
  const files = new vscode.RelativePattern(workspace, `${folder}/*.json`);
  const collection = vscode.languages.createDiagnosticCollection('phasegate');
  const check = async (uri: vscode.Uri): Promise<void> => {
    if (uri.path.endsWith('.schema.json')) return;
    const { templateDiagnostics } = await import('./templateDiagnostics.ts');
    collection.set(uri, await templateDiagnostics(uri));
  };
  const checkAll = async (): Promise<void> => {
    await Promise.all((await vscode.workspace.findFiles(files, null, 200)).map(check));
  };
  const checkTyped = async ({ document }: vscode.TextDocumentChangeEvent): Promise<void> => {
    if (vscode.languages.match({ pattern: files, scheme: 'file' }, document) > 0) await check(document.uri);
  };
  const watcher = vscode.workspace.createFileSystemWatcher(files);
  /** A folder that appears whole may bring its files without news of each. */
  const folders = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(workspace, '.phasegate{,/templates}'), false, true, true);
  void checkAll();
  return vscode.Disposable.from(
    collection,
    watcher,
    folders,
    watcher.onDidCreate(check),
    watcher.onDidChange(check),
    watcher.onDidDelete((uri) => collection.delete(uri)),
    folders.onDidCreate(checkAll),
    vscode.workspace.onDidChangeTextDocument(checkTyped),
  );
}
