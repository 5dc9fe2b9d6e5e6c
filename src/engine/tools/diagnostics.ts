import * as z from 'zod';
import { ok } from '../base/result.ts';
import type { ExecutionId } from '../model/ids.ts';
import type { CodeDiagnostic } from '../ports/codeIntelligence.ts';
import type { AuthorizedPath } from '../ports/files.ts';
import type { Tool, ToolResult } from '../ports/tool.ts';
import { editorOnly, readableNames, shownText } from './codeText.ts';
import { attempt, defineTool, reading } from './defineTool.ts';
import { authorizeRead, relativePath } from './policy/authorize.ts';
import type { Workspace } from './workspace.ts';

const shownLimit = 200;
const messageLimit = 500;
const rememberedExecutions = 32;

const input = z.strictObject({
  path: z.string().min(1).optional().describe('One file, relative to the workspace root; every file that was looked at unless given'),
  all: z.boolean().optional().describe('Hints and information too; only errors and warnings unless given'),
});
type Input = z.infer<typeof input>;

/** What was found at the first look of each execution, by what it is and not by where: lines move. */
type FirstLooks = Map<ExecutionId, ReadonlySet<string>>;

export function diagnosticsTool(workspace: Workspace): Tool {
  const firstLooks: FirstLooks = new Map();
  return defineTool({
    name: 'diagnostics',
    description: "Errors and warnings of the editor's language servers, with their places. Look once before you change anything: later answers then mark what is new and count what is gone.",
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
  const first = firstLooks.get(execution);
  if (first === undefined) remember(firstLooks, execution, named);
  const shown = named.filter(({ name, severity }) => (request.all === true || isSerious(severity)) && (path === null || name === names.get(path)));
  return { outcome: 'ok', output: [headline(shown), ...comparison(named, first), ...linesOf(shown, first)].join('\n') };
}

function remember(firstLooks: FirstLooks, execution: ExecutionId, named: readonly Named[]): void {
  firstLooks.set(execution, new Set(named.map(identityOf)));
  const [oldest] = firstLooks.keys();
  if (firstLooks.size > rememberedExecutions && oldest !== undefined) firstLooks.delete(oldest);
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
  return `${[...count('error', 'error', 'errors'), ...count('warning', 'warning', 'warnings'), ...count('information', 'note', 'notes'), ...count('hint', 'hint', 'hints')].join(', ')} in the files that the editor has looked at.`;
}

function comparison(named: readonly Named[], first: ReadonlySet<string> | undefined): readonly string[] {
  if (first === undefined) return [];
  const now = new Set(named.map(identityOf));
  const added = [...now].filter((identity) => !first.has(identity)).length;
  const gone = [...first].filter((identity) => !now.has(identity)).length;
  return [`Since the first look in this phase: ${added} new (marked +; also what is in files that were opened since), ${gone} gone.`];
}

function linesOf(shown: readonly Named[], first: ReadonlySet<string> | undefined): readonly string[] {
  const lines = shown.slice(0, shownLimit).map((diagnostic) => `${first !== undefined && !first.has(identityOf(diagnostic)) ? '+ ' : ''}${lineOf(diagnostic)}`);
  return shown.length > shownLimit ? [...lines, `… and ${shown.length - shownLimit} more; give a path to see those of one file.`] : lines;
}

function lineOf({ name, line, column, severity, source, message }: Named): string {
  return `${name}:${line}:${column} ${severity}${source === null ? '' : ` ${shownText(source, 40)}`}: ${shownText(message, messageLimit)}`;
}
