import * as vscode from 'vscode';

export const answerScheme = 'phasegate-answer';

/** As many as stay readable; older ones say that they are gone. */
const most = 20;

const answers = new Map<string, string>();
let shown = 0;
let provider: vscode.Disposable | undefined;

/** What a tool answered, as a read-only document. */
export async function showAnswer(tool: string, text: string): Promise<void> {
  provider ??= vscode.workspace.registerTextDocumentContentProvider(answerScheme, {
    provideTextDocumentContent: ({ path }) => answers.get(path) ?? vscode.l10n.t('This answer is not kept any more.'),
  });
  const path = `/${++shown}/${tool}.txt`;
  answers.set(path, text);
  for (const old of [...answers.keys()].slice(0, -most)) answers.delete(old);
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(vscode.Uri.from({ scheme: answerScheme, path })), { preview: true });
}
