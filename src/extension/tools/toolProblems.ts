import { isAbsolute } from 'node:path';
import * as vscode from 'vscode';
import type { FileProblem } from './toolList.ts';

/** Into the Problems panel, instead of what was there. Those of tool files are shown there as they are typed, by `registerTemplateProblems`. */
export function showToolProblems(collection: vscode.DiagnosticCollection, problems: readonly FileProblem[]): void {
  collection.clear();
  const shown = problems.filter(({ kind, path }) => kind !== 'own-tool' && isAbsolute(path));
  for (const path of new Set(shown.map((problem) => problem.path))) {
    collection.set(vscode.Uri.file(path), shown.filter((problem) => problem.path === path).map(toDiagnostic));
  }
}

function toDiagnostic({ line, column, message, severity }: FileProblem): vscode.Diagnostic {
  const start = new vscode.Position(line - 1, column - 1);
  const diagnostic = new vscode.Diagnostic(new vscode.Range(start, start.translate(0, 1)), message, severity === 'error' ? vscode.DiagnosticSeverity.Error : vscode.DiagnosticSeverity.Warning);
  diagnostic.source = 'Phasegate';
  return diagnostic;
}
