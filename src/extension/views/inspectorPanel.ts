import * as vscode from 'vscode';
import type { ArtifactId } from '../../engine/model/ids.ts';
import { toHost } from '../../webview/protocol.ts';
import type { Session } from '../session.ts';
import { artifactMessage } from './artifactMessage.ts';
import { handleRequest } from './pipelineHandlers.ts';
import { webviewOptions, webviewPage } from './webviewPage.ts';

interface Shown {
  readonly panel: vscode.WebviewPanel;
  readonly show: (artifact: ArtifactId) => Promise<void>;
}

let shown: Shown | undefined;

/** The one inspector of this window: shows an artifact, then the next one in the same place. */
export async function showInspector(session: Session, extensionUri: vscode.Uri, artifact: ArtifactId): Promise<void> {
  shown ??= createInspector(session, extensionUri);
  shown.panel.reveal(undefined, false);
  await shown.show(artifact);
}

function createInspector(session: Session, extensionUri: vscode.Uri): Shown {
  const panel = vscode.window.createWebviewPanel('phasegate.inspector', vscode.l10n.t('Artifact'), vscode.ViewColumn.Active);
  let current: ArtifactId | undefined;
  let isReady = false;
  const post = async (): Promise<void> => {
    const composition = await session.open();
    const message = composition && current && (await artifactMessage(composition, current));
    if (!message || !isReady) return;
    panel.title = message.phaseName;
    await panel.webview.postMessage(message);
  };
  panel.iconPath = { light: vscode.Uri.joinPath(extensionUri, 'media/pipeline-light.svg'), dark: vscode.Uri.joinPath(extensionUri, 'media/pipeline-dark.svg') };
  panel.webview.onDidReceiveMessage((raw: unknown) => {
    const parsed = toHost.safeParse(raw);
    if (!parsed.success || parsed.data.type === 'select') return;
    const { data } = parsed;
    if (data.type === 'ready') isReady = true;
    if (data.type === 'ready' || data.type === 'resync') void post();
    else if (data.type === 'show-changes') void vscode.commands.executeCommand('phasegate.showPhaseChanges', { type: 'artifact', artifact: current });
    else handleRequest(data, undefined);
  });
  panel.onDidDispose(() => (shown = undefined));
  panel.webview.options = webviewOptions(extensionUri);
  panel.webview.html = webviewPage(panel.webview, extensionUri, 'inspector');
  return {
    panel,
    show: (artifact) => {
      current = artifact;
      return post();
    },
  };
}
