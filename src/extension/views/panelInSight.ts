import * as vscode from 'vscode';

let panel: vscode.WebviewPanel | undefined;

/** The pipeline panel of this window; `undefined` when it was closed. */
export function setPipelinePanel(opened: vscode.WebviewPanel | undefined): void {
  panel = opened;
}

/** Whether the person has the pipeline panel before their eyes. */
export function isPipelinePanelInSight(): boolean {
  return panel?.visible === true && vscode.window.state.focused;
}
