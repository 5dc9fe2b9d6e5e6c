import * as vscode from 'vscode';
import type { CodeDiagnostic, CodeIntelligence, CodeSymbol, DiagnosticSeverity } from '../../engine/ports/codeIntelligence.ts';

/** How long language servers may be silent before what they said counts as all of it, and how long they are waited for at most. */
const quietMs = 700;
const firstWordMs = 4_000;
const longestMs = 15_000;

/** Language servers say what they think when they are ready; nothing tells that they are. So: wait until it is quiet for a while. */
export function editorCodeIntelligence(): CodeIntelligence {
  return {
    async diagnostics(opened, signal) {
      await settled(opened, signal);
      return vscode.languages.getDiagnostics().filter(([uri]) => uri.scheme === 'file').flatMap(([uri, found]) => found.map((diagnostic) => toDiagnostic(uri, diagnostic)));
    },
    async symbols(query, signal) {
      const found = await aborting(Promise.resolve(vscode.commands.executeCommand<readonly vscode.SymbolInformation[] | undefined>('vscode.executeWorkspaceSymbolProvider', query)), signal);
      return (found ?? []).filter(({ location }) => location.uri.scheme === 'file').map(toSymbol);
    },
  };
}

/** Opens the file unseen, and waits for the first word about it unless it was open before; then for quiet. */
async function settled(opened: string | null, signal: AbortSignal): Promise<void> {
  const isKnown = opened === null || vscode.workspace.textDocuments.some(({ uri }) => uri.fsPath === opened);
  const quiet = new QuietDiagnostics(isKnown ? quietMs : firstWordMs);
  try {
    if (opened !== null) await vscode.workspace.openTextDocument(vscode.Uri.file(opened));
    await aborting(quiet.reached, signal);
  } finally {
    quiet.dispose();
  }
}

class QuietDiagnostics {
  readonly reached: Promise<void>;
  #reach: () => void = () => undefined;
  #pause: NodeJS.Timeout;
  readonly #longest: NodeJS.Timeout;
  readonly #listener: vscode.Disposable;

  constructor(firstPauseMs: number) {
    this.reached = new Promise((resolve) => (this.#reach = resolve));
    this.#pause = setTimeout(this.#reach, firstPauseMs);
    this.#longest = setTimeout(this.#reach, longestMs);
    this.#listener = vscode.languages.onDidChangeDiagnostics(() => this.#wait());
  }

  #wait(): void {
    clearTimeout(this.#pause);
    this.#pause = setTimeout(this.#reach, quietMs);
  }

  dispose(): void {
    this.#listener.dispose();
    clearTimeout(this.#pause);
    clearTimeout(this.#longest);
  }
}

function aborting<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(new Error('Stopped before the language servers answered.'));
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

function toDiagnostic(uri: vscode.Uri, { range, severity, message, source }: vscode.Diagnostic): CodeDiagnostic {
  return { path: uri.fsPath, line: range.start.line + 1, column: range.start.character + 1, severity: severities[severity], message, source: source ?? null };
}

const severities = {
  [vscode.DiagnosticSeverity.Error]: 'error',
  [vscode.DiagnosticSeverity.Warning]: 'warning',
  [vscode.DiagnosticSeverity.Information]: 'information',
  [vscode.DiagnosticSeverity.Hint]: 'hint',
} as const satisfies Record<vscode.DiagnosticSeverity, DiagnosticSeverity>;

function toSymbol({ name, kind, containerName, location }: vscode.SymbolInformation): CodeSymbol {
  return { name, kind: vscode.SymbolKind[kind].toLowerCase(), container: containerName === '' ? null : containerName, path: location.uri.fsPath, line: location.range.start.line + 1 };
}
