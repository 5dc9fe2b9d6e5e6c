import * as vscode from 'vscode';

/** Work that may take a while, with a notification that can stop it. */
export async function withStop<T>(title: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  return vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title, cancellable: true }, async (_, token) => {
    const stop = new AbortController();
    const subscription = token.onCancellationRequested(() => stop.abort());
    try {
      return await work(stop.signal);
    } finally {
      subscription.dispose();
    }
  });
}
