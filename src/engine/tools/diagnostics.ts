import * as z from 'zod';
import { ok } from '../base/result.ts';
import type { ExecutionId } from '../model/ids.ts';
import type { CodeDiagnostic } from '../ports/codeIntelligence.ts';
import type { AuthorizedPath } from '../ports/files.ts';
import type { Tool, ToolResult } from '../ports/tool.ts';
import { editorOnly, readableNames, shownText } from './codeText.ts';
import { attempt, defineTool, reading } from './defineTool.ts';
import { authorizeRead } from './policy/authorize.ts';
import { relativePath } from './policy/workspacePlace.ts';
import type { Workspace } from './workspace.ts';

const shownLimit = 200;
const messageLimit = 500;
const rememberedLooks = 500;

const input = z.strictObject({
  path: z.string().min(1).optional().describe('One file, relative to the workspace root; every file that the editor has looked at unless given'),
  all: z.boolean().optional().describe('Hints and information too; only errors and warnings unless given'),
});
type Input = z.infer<typeof input>;

/** What was found in a file when an execution first asked for it, by what it is and not by where: lines move. */
type FirstLooks = Map<string, ReadonlySet<string>>;

export function diagnosticsTool(workspace: Workspace): Tool {
  const firstLooks: FirstLooks = new Map();
  return defineTool({
    name: 'diagnostics',
    description: "Errors and warnings of the editor's language servers, with their places. Ask for a file by its path before you change it: later answers for it then mark what is new and count what is gone.",
    input,
    async prepare(request) {
      const path = request.path === undefined ? ok(null) : await authorizeRead(workspace.files, request.path);
      if (!path.ok) return path;
      const title = path.value === null ? 'diagnostics of the workspace' : `diagnostics of ${relativePath(workspace.files, path.value)}`;
      return reading(title, ({ execution }, signal) => attempt(() => diagnose(workspace, { request, path: path.value, execution, firstLooks }, signal)));
    },
  });
}

interface Look {
  readonly request: Input;
  readonly path: AuthorizedPath | null;
  readonly execution: ExecutionId;
  readonly firstLooks: FirstLooks;
}

async function diagnose({ files, codeIntelligence }: Workspace, { request, path, execution, firstLooks }: Look, signal: AbortSignal): Promise<ToolResult> {
  if (codeIntelligence === null) return editorOnly('Run the compiler or linter of the project with run_command instead.');
  const found = await codeIntelligence.diagnostics(path, signal);
  const names = await readableNames(files, found.map((diagnostic) => diagnostic.path));
  const named = found.flatMap((diagnostic) => [names.get(diagnostic.path)].flatMap((name) => (name === undefined ? [] : [{ ...diagnostic, name }]))).toSorted(byPlace);
  const isShown = ({ severity }: Named): boolean => request.all === true || isSerious(severity);
  if (path === null) return { outcome: 'ok', output: [headline(named.filter(isShown)), ...linesOf(named.filter(isShown), undefined)].join('\n') };
  const ofFile = named.filter((diagnostic) => diagnostic.path === path);
  const first = firstLook(firstLooks, `${execution} ${path}`, ofFile);
  return { outcome: 'ok', output: [headline(ofFile.filter(isShown)), ...comparison(ofFile, first), ...linesOf(ofFile.filter(isShown), first)].join('\n') };
}

/** What was there before, or `undefined` at the first look, which is kept from then on. */
function firstLook(firstLooks: FirstLooks, key: string, found: readonly Named[]): ReadonlySet<string> | undefined {
  const first = firstLooks.get(key);
  if (first !== undefined) return first;
  firstLooks.set(key, new Set(found.map(identityOf)));
  const [oldest] = firstLooks.keys();
  if (firstLooks.size > rememberedLooks && oldest !== undefined) firstLooks.delete(oldest);
  return undefined;
}

type Named = CodeDiagnostic & { readonly name: string };

function byPlace(left: Named, right: Named): number {
  return left.name.localeCompare(right.name) || left.line - right.line || left.column - right.column;
}

function isSerious(severity: CodeDiagnostic['severity']): boolean {
  return severity === 'error' || severity === 'warning';
}

function identityOf({ name, severity, source, message }: Named): string {
  return JSON.stringify([name, severity, source, message]);
}

function headline(shown: readonly Named[]): string {
  const count = (severity: CodeDiagnostic['severity'], one: string, many: string): readonly string[] => {
    const { length } = shown.filter((diagnostic) => diagnostic.severity === severity);
    return length === 0 && !isSerious(severity) ? [] : [`${length} ${length === 1 ? one : many}`];
  };
  return `${[...count('error', 'error', 'errors'), ...count('warning', 'warning', 'warnings'), ...count('information', 'note', 'notes'), ...count('hint', 'hint', 'hints')].join(', ')}.`;
}

function comparison(named: readonly Named[], first: ReadonlySet<string> | undefined): readonly string[] {
  if (first === undefined) return [];
  const now = new Set(named.map(identityOf));
  const added = [...now].filter((identity) => !first.has(identity)).length;
  const gone = [...first].filter((identity) => !now.has(identity)).length;
  return [`Since the first look in this phase: ${added} new (marked +), ${gone} gone.`];
}

function linesOf(shown: readonly Named[], first: ReadonlySet<string> | undefined): readonly string[] {
  const lines = shown.slice(0, shownLimit).map((diagnostic) => `${first !== undefined && !first.has(identityOf(diagnostic)) ? '+ ' : ''}${lineOf(diagnostic)}`);
  return shown.length > shownLimit ? [...lines, `… and ${shown.length - shownLimit} more; give a path to see those of one file.`] : lines;
}

function lineOf({ name, line, column, severity, source, message }: Named): string {
  return `${name}:${line}:${column} ${severity}${source === null ? '' : ` ${shownText(source, 40)}`}: ${shownText(message, messageLimit)}`;
}
