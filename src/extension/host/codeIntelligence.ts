import * as vscode from 'vscode';
import type { CodeDiagnostic, CodeIntelligence, CodeSymbol, DiagnosticSeverity } from '../../engine/ports/codeIntelligence.ts';

const quietMs = 700;
/** A server may have to start first. */
const firstWordMs = 12_000;
const longestMs = 30_000;

export function editorCodeIntelligence(): CodeIntelligence {
  return {
    async diagnostics(opened, signal) {
      if (opened !== null) return diagnosticsWhileOpen(vscode.Uri.file(opened), signal);
      await quiet(quietMs, signal);
      return said();
    },
    async symbols(query, signal) {
      const found = await aborting(Promise.resolve(vscode.commands.executeCommand<readonly vscode.SymbolInformation[] | undefined>('vscode.executeWorkspaceSymbolProvider', query)), signal);
      return (found ?? []).filter(({ location }) => location.uri.scheme === 'file').map(toSymbol);
    },
  };
}

/** Servers look at files that are open, and the one for TypeScript only at those with a tab: one is shown for as long as it takes. */
async function diagnosticsWhileOpen(uri: vscode.Uri, signal: AbortSignal): Promise<readonly CodeDiagnostic[]> {
  const isOpen = tabOf(uri) !== undefined;
  if (!isOpen) await vscode.window.showTextDocument(uri, { preview: true, preserveFocus: true, viewColumn: columnOfTexts() });
  try {
    await quiet(isOpen ? quietMs : firstWordMs, signal);
    return said();
  } finally {
    const tab = isOpen ? undefined : tabOf(uri);
    if (tab?.isPreview === true && !tab.isDirty) await vscode.window.tabGroups.close(tab, true);
  }
}

function said(): readonly CodeDiagnostic[] {
  return vscode.languages.getDiagnostics().filter(([{ scheme }]) => scheme === 'file').flatMap(([uri, found]) => found.map((diagnostic) => toDiagnostic(uri, diagnostic)));
}

function tabOf(uri: vscode.Uri): vscode.Tab | undefined {
  return vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).find(({ input }) => input instanceof vscode.TabInputText && input.uri.fsPath === uri.fsPath);
}

/** Where texts are shown already, so that no other kind of view is covered. */
function columnOfTexts(): vscode.ViewColumn {
  return vscode.window.tabGroups.all.find(({ activeTab }) => activeTab?.input instanceof vscode.TabInputText)?.viewColumn ?? vscode.ViewColumn.Beside;
}

/** Servers say what they think when they are ready, and nothing tells that they are: so it must have been quiet for a while. */
async function quiet(firstPauseMs: number, signal: AbortSignal): Promise<void> {
  const diagnostics = new QuietDiagnostics(firstPauseMs);
  try {
    await aborting(diagnostics.reached, signal);
  } finally {
    diagnostics.dispose();
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
