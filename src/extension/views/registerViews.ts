import * as vscode from 'vscode';
import type { Session, Situation } from '../session.ts';
import { ArtifactsTree } from './artifactsTree.ts';
import { pipelineView } from './pipelineView.ts';
import { ToolsTree } from '../tools/toolsTree.ts';
import { ProjectsTree } from './projectsTree.ts';

/** The views of the activity bar, and the panel that the editor brings back after a reload. */
export function registerViews(session: Session, { extensionUri }: vscode.ExtensionContext): vscode.Disposable {
  const projects = new ProjectsTree(session);
  const artifacts = new ArtifactsTree(session);
  const tools = new ToolsTree(session);
  const projectsView = vscode.window.createTreeView('phasegate.projects', { treeDataProvider: projects, showCollapseAll: true });
  return vscode.Disposable.from(
    projects,
    artifacts,
    tools,
    projectsView,
    session.onDidChange((situation) => (projectsView.message = messageOf(situation))),
    vscode.window.createTreeView('phasegate.artifacts', { treeDataProvider: artifacts, showCollapseAll: true }),
    vscode.window.createTreeView('phasegate.tools', { treeDataProvider: tools, showCollapseAll: true }),
    vscode.commands.registerCommand('phasegate.refreshTools', () => tools.refresh()),
    vscode.window.registerWebviewViewProvider('phasegate.pipeline', pipelineView(session, extensionUri)),
    vscode.window.registerWebviewPanelSerializer('phasegate.pipeline', {
      async deserializeWebviewPanel(panel) {
        const { attachPipelinePanel } = await import('./pipelinePanel.ts');
        attachPipelinePanel(panel, session, extensionUri);
      },
    }),
  );
}

/** A tree with a message shows no welcome: for everything else the welcome says what to do. */
function messageOf(situation: Situation): string {
  if (situation.status !== 'open' || !situation.composition.isReadOnly) return '';
  return situation.composition.problem?.type === 'corrupt'
    ? vscode.l10n.t('The store is damaged. You see its last good copy; run Phasegate: Restore Good Copy to go on from it.')
    : vscode.l10n.t('Another window owns these projects; this one shows them and takes over when that one closes.');
}
