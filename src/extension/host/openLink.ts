import * as vscode from 'vscode';

/** Opens an address from a model's text after showing all of it to the person; only the web and mail. */
export async function openLink(href: string): Promise<void> {
  if (!/^(https?|mailto):/i.test(href)) return;
  const open = vscode.l10n.t('Open');
  const answer = await vscode.window.showWarningMessage(vscode.l10n.t('Open this address outside of the editor?'), { modal: true, detail: href }, open);
  if (answer === open) await vscode.env.openExternal(vscode.Uri.parse(href, true));
}
