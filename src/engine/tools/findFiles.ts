import * as z from 'zod';
import { revealHidden } from '../base/hiddenText.ts';
import type { Tool, ToolResult } from '../ports/tool.ts';
import { attempt, defineTool, failedCall, reading } from './defineTool.ts';
import { filesThatAreThere } from './foundByOthers.ts';
import { toGlob } from './glob.ts';
import { readProtection } from './policy/protectedPaths.ts';
import { foundPath, runRipgrep, type SearchEnding } from './ripgrep.ts';
import { walkAll } from './walk.ts';
import type { Workspace } from './workspace.ts';

const defaultLimit = 300;
/** Without ripgrep; the walk ends here and says so. */
const walkedEntries = 100_000;

const input = z.strictObject({
  glob: z.string().min(1).describe('For example **/*.ts, src/**/*.{js,ts}, package.json. Without / it is looked for in every folder'),
  limit: z.number().int().min(1).max(2_000).optional().describe(`Most paths to answer; ${defaultLimit} unless given`),
});
type Input = z.infer<typeof input>;
type PathTest = (path: string) => boolean;

export function findFilesTool(workspace: Workspace): Tool {
  return defineTool({
    name: 'find_files',
    description: `Finds files by name, one path from the workspace root per line, sorted. Ignored files (.gitignore), node_modules and .git are left out.`,
    input,
    async prepare(request) {
      const glob = toGlob(request.glob);
      if (!glob.ok) return glob;
      return reading(`find ${revealHidden(request.glob)}`, (_, signal) => attempt(() => find(workspace, { request, matches: glob.value }, signal)));
    },
  });
}

async function find(workspace: Workspace, { request, matches }: { readonly request: Input; readonly matches: PathTest }, signal: AbortSignal): Promise<ToolResult> {
  const { glob, limit = defaultLimit } = request;
  const found: string[] = [];
  const take = (path: string): boolean => {
    if (found.length === limit) return false;
    if (matches(path) && readProtection(path.split('/')) === undefined) found.push(path);
    return true;
  };
  const searched = await runRipgrep(workspace, { options: ['--files', '--null'], separator: '\0', title: `find ${glob}`, take: (record) => take(foundPath(workspace.files, record)) }, signal);
  if (!searched.ok && searched.error !== null) return failedCall(searched.error);
  const ending = searched.ok ? searched.value : await walkFiles(workspace, take, signal);
  if (signal.aborted) return { outcome: 'cancelled', output: 'Stopped before it finished.' };
  const there = searched.ok ? await filesThatAreThere(workspace.files, found) : found;
  const paths = there.map(revealHidden).join('\n');
  return { outcome: 'ok', output: `${paths === '' ? `No file matches ${revealHidden(glob)}.` : paths}${remark(ending, limit)}${lostRemark(found.length - there.length)}` };
}

async function walkFiles({ files }: Workspace, take: (path: string) => boolean, signal: AbortSignal): Promise<SearchEnding> {
  let count = 0;
  for await (const { path, kind } of walkAll(files, signal)) {
    if (kind === 'file' && !take(path)) return 'enough';
    if (++count === walkedEntries) return 'timeout';
  }
  return 'complete';
}

function lostRemark(count: number): string {
  return count === 0 ? '' : `\n… ${count} more were moved while they were looked for; search again.`;
}

function remark(ending: SearchEnding, limit: number): string {
  switch (ending) {
    case 'complete':
      return '';
    case 'enough':
      return `\n… more than ${limit} files match; use a narrower glob.`;
    case 'timeout':
      return '\n… the search took too long and is incomplete; use list_files on a folder.';
  }
}
