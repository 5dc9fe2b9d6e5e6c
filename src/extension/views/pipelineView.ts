import type * as vscode from 'vscode';
import type { Session } from '../session.ts';
import { webviewOptions, webviewPage } from './webviewPage.ts';

/** The compact pipeline in the side bar. The part that speaks with the page loads with the page. */
export function pipelineView(session: Session, extensionUri: vscode.Uri): vscode.WebviewViewProvider {
  return {
    async resolveWebviewView(view) {
      const { PipelineBridge } = await import('./pipelineBridge.ts');
      const bridge = new PipelineBridge(view.webview, session);
      view.onDidDispose(() => bridge.dispose());
      view.onDidChangeVisibility(() => view.visible && bridge.show());
      view.webview.options = webviewOptions(extensionUri);
      view.webview.html = webviewPage(view.webview, extensionUri, 'compact');
    },
  };
}
