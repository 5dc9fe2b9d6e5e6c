import * as vscode from 'vscode';
import { registerBuiltInDocuments } from './builtInDocuments.ts';
import { TemplatesTree } from './templatesTree.ts';

/** The Templates view, and built-in templates as documents. */
export function registerTemplates(context: vscode.ExtensionContext): vscode.Disposable {
  const tree = new TemplatesTree(context);
  return vscode.Disposable.from(
    tree,
    registerBuiltInDocuments(context),
    vscode.window.createTreeView('phasegate.templates', { treeDataProvider: tree, showCollapseAll: true }),
    vscode.commands.registerCommand('phasegate.refreshTemplates', () => tree.refresh()),
  );
}
