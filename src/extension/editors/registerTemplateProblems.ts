import * as vscode from 'vscode';

const pattern = '**/.phasegate/templates/*.json';

/** Problems of the workspace's template files in the Problems panel, as soon as they appear and until they are gone (SPEC T1). */
export function registerTemplateProblems(): vscode.Disposable {
  const collection = vscode.languages.createDiagnosticCollection('phasegate');
  const watcher = vscode.workspace.createFileSystemWatcher(pattern);
  const check = async (uri: vscode.Uri): Promise<void> => {
    if (uri.path.endsWith('.schema.json')) return;
    const { templateDiagnostics } = await import('./templateDiagnostics.ts');
    collection.set(uri, await templateDiagnostics(uri));
  };
  const isTemplate = (document: vscode.TextDocument): boolean => vscode.languages.match({ pattern, scheme: 'file' }, document) > 0;
  void vscode.workspace.findFiles(pattern, null, 200).then((uris) => Promise.all(uris.map(check)));
  return vscode.Disposable.from(
    collection,
    watcher,
    watcher.onDidCreate(check),
    watcher.onDidChange(check),
    watcher.onDidDelete((uri) => collection.delete(uri)),
    vscode.workspace.onDidChangeTextDocument(({ document }) => void (isTemplate(document) && check(document.uri))),
  );
}
