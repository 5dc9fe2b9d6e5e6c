import { readFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { ownToolFolder } from '../../engine/model/ownTool.ts';
import { schemaFilesBeside } from '../../engine/node/schemaFiles.ts';
import { checkTemplate } from '../../engine/workflow/template/parseTemplate.ts';
import { checkOwnTool } from '../../engine/workflow/ownTool/checkOwnTool.ts';
import type { TemplateNote, TemplateProblem } from '../../engine/workflow/template/problem.ts';
import { knownTools } from '../knownTools.ts';
import { templateNotes } from './templateNotes.ts';

/** Every problem of a template or tool file, as it is unsaved in the editor or else on disk. */
export async function templateDiagnostics(uri: vscode.Uri, context: Pick<vscode.ExtensionContext, 'secrets'>): Promise<vscode.Diagnostic[]> {
  const text = await textOf(uri);
  if (text === undefined) return [];
  const lines = text.split(/\r\n|\r|\n/);
  const problems = uri.path.includes(`/${ownToolFolder}/`) ? checkOwnTool(text).problems : await templateProblems(uri, { text, context });
  return problems.map((problem) => toDiagnostic(problem, lines));
}

async function templateProblems(uri: vscode.Uri, { text, context }: { readonly text: string; readonly context: Pick<vscode.ExtensionContext, 'secrets'> }): Promise<readonly (TemplateProblem | TemplateNote)[]> {
  const folder = (vscode.workspace.getWorkspaceFolder(uri) ?? vscode.workspace.workspaceFolders?.[0])?.uri.fsPath;
  const { template, problems } = checkTemplate(text, { ...(folder !== undefined && (await knownTools(folder))), resolveFile: schemaFilesBeside(uri.fsPath) });
  return template ? [...problems, ...(await templateNotes(text, template, context))] : problems;
}

async function textOf(uri: vscode.Uri): Promise<string | undefined> {
  const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  return open?.isDirty ? open.getText() : readFile(uri.fsPath, 'utf8').catch(() => undefined);
}

const severities = { error: vscode.DiagnosticSeverity.Error, warning: vscode.DiagnosticSeverity.Warning, note: vscode.DiagnosticSeverity.Information };

function toDiagnostic({ line, column, message, severity, code, pointer }: TemplateProblem | TemplateNote, lines: readonly string[]): vscode.Diagnostic {
  const start = new vscode.Position(line - 1, column - 1);
  const end = start.translate(0, lengthAt(lines[line - 1] ?? '', column - 1));
  const diagnostic = new vscode.Diagnostic(new vscode.Range(start, end), pointer === '' ? message : `${message} (${pointer})`, severities[severity]);
  diagnostic.source = 'Phasegate';
  diagnostic.code = code;
  return diagnostic;
}

/** A JSON string or word from there on; at least one character, so that there is something to see. */
function lengthAt(line: string, column: number): number {
  const token = /^(?:"(?:\\.|[^"\\])*"|[\w.+-]+|.)/.exec(line.slice(column))?.[0] ?? '';
  return Math.max(token.length, 1);
}
