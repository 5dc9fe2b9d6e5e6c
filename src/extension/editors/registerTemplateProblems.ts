import { join } from 'node:path';
import * as vscode from 'vscode';
import { userFolder } from '../../engine/node/userFolder.ts';
import { TemplateFolderWatcher } from './templateFolderWatcher.ts';

/**
 * Problems of the workspace's template and tool files in the Problems panel, as soon as they appear and until they are gone (SPEC T1);
 * those of the user's own templates while they are open.
 */
export function registerTemplateProblems(context: Pick<vscode.ExtensionContext, 'secrets'>): vscode.Disposable {
  const [workspace] = vscode.workspace.workspaceFolders ?? [];
  if (!workspace) return new vscode.Disposable(() => {});
  const files = new vscode.RelativePattern(workspace, '.phasegate/{templates,tools}/*.json');
  const own = new vscode.RelativePattern(vscode.Uri.file(join(userFolder(), 'templates')), '*.json');
  const collection = vscode.languages.createDiagnosticCollection('phasegate');
  const check = async (uri: vscode.Uri): Promise<void> => {
    if (uri.path.endsWith('.schema.json')) return;
    const { templateDiagnostics } = await import('./templateDiagnostics.ts');
    collection.set(uri, await templateDiagnostics(uri, context));
  };
  /** Those that are there, and those that were. */
  const checkAll = async (): Promise<void> => {
    const found = await vscode.workspace.findFiles(files, null, 200);
    await Promise.all([...found, ...[...collection].map(([uri]) => uri)].map(check));
  };
  const checkTyped = async ({ document }: vscode.TextDocumentChangeEvent): Promise<void> => {
    if (vscode.languages.match([{ pattern: files, scheme: 'file' }, { pattern: own, scheme: 'file' }], document) > 0) await check(document.uri);
  };
  const isOwn = (document: vscode.TextDocument): boolean => vscode.languages.match({ pattern: own, scheme: 'file' }, document) > 0;
  /** A tool that comes, changes or goes makes templates right or wrong. */
  const tools = { appeared: checkAll, changed: checkAll, deleted: (uri: vscode.Uri) => (collection.delete(uri), void checkAll()) };
  return vscode.Disposable.from(
    collection,
    new TemplateFolderWatcher(workspace, 'templates', { appeared: checkAll, changed: check, deleted: (uri) => collection.delete(uri) }),
    new TemplateFolderWatcher(workspace, 'tools', tools),
    vscode.workspace.onDidChangeTextDocument(checkTyped),
    vscode.workspace.onDidOpenTextDocument((document) => void (isOwn(document) && check(document.uri))),
    vscode.workspace.onDidCloseTextDocument((document) => void (isOwn(document) && collection.delete(document.uri))),
  );
}
