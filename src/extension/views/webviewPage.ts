import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { Page } from '../../webview/protocol.ts';

/** What a webview may load: the bundle, nothing else. No command addresses, no forms. */
export function webviewOptions(extensionUri: vscode.Uri): vscode.WebviewOptions {
  return { enableScripts: true, enableForms: false, enableCommandUris: false, localResourceRoots: [vscode.Uri.joinPath(extensionUri, 'dist')] };
}

/** The page around the bundle. One script, named by a nonce; styles and fonts from the bundle; nothing from anywhere else. */
export function webviewPage(webview: Pick<vscode.Webview, 'asWebviewUri' | 'cspSource'>, extensionUri: vscode.Uri, page: Page): string {
  const nonce = randomBytes(16).toString('base64url');
  const uriOf = (name: string): string => webview.asWebviewUri(vscode.Uri.joinPath(extensionUri, 'dist', name)).toString();
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource} 'nonce-${nonce}'`,
    `font-src ${webview.cspSource}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${vscode.env.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${uriOf('webview.css')}">
<title>Phasegate</title>
</head>
<body data-page="${page}">
<script nonce="${nonce}" src="${uriOf('webview.js')}"></script>
</body>
</html>`;
}
