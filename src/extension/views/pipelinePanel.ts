import * as vscode from 'vscode';
import type { PhaseId } from '../../engine/model/ids.ts';
import type { Session } from '../session.ts';
import { setPipelinePanel } from './panelInSight.ts';
import { PipelineBridge } from './pipelineBridge.ts';
import { webviewOptions, webviewPage } from './webviewPage.ts';

export const pipelinePanelType = 'phasegate.pipeline';

interface Shown {
  readonly panel: vscode.WebviewPanel;
  readonly bridge: PipelineBridge;
}

let shown: Shown | undefined;

/** The one pipeline panel of this window. */
export function showPipelinePanel(session: Session, extensionUri: vscode.Uri, phase?: PhaseId): void {
  if (!shown) attachPipelinePanel(vscode.window.createWebviewPanel(pipelinePanelType, 'Phasegate', vscode.ViewColumn.Active), session, extensionUri);
  else shown.panel.reveal();
  if (phase) shown?.bridge.select(phase);
}

/** Fills a panel, new or brought back by the editor after a reload. */
export function attachPipelinePanel(panel: vscode.WebviewPanel, session: Session, extensionUri: vscode.Uri): void {
  const bridge = new PipelineBridge(panel.webview, session);
  shown = { panel, bridge };
  setPipelinePanel(panel);
  panel.iconPath = { light: vscode.Uri.joinPath(extensionUri, 'media/pipeline-light.svg'), dark: vscode.Uri.joinPath(extensionUri, 'media/pipeline-dark.svg') };
  panel.onDidChangeViewState(() => panel.visible && bridge.show());
  panel.onDidDispose(() => {
    bridge.dispose();
    if (shown?.panel !== panel) return;
    shown = undefined;
    setPipelinePanel(undefined);
  });
  panel.webview.options = webviewOptions(extensionUri);
  panel.webview.html = webviewPage(panel.webview, extensionUri, 'pipeline');
}
