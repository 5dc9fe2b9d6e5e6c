import * as z from 'zod';
import { revealHidden } from '../base/hiddenText.ts';
import { err, ok, type Result } from '../base/result.ts';
import type { Files } from '../ports/files.ts';
import type { Tool, ToolResult } from '../ports/tool.ts';
import { attempt, defineTool, failedCall, reading } from './defineTool.ts';
import { matchReader } from './foundByOthers.ts';
import { toGlob } from './glob.ts';
import { readProtection } from './policy/protectedPaths.ts';
import { foundPath, runRipgrep, type SearchEnding } from './ripgrep.ts';
import { searchByWalking } from './searchByWalking.ts';
import type { Match, TextSearch } from './textSearch.ts';
import type { Workspace } from './workspace.ts';

const defaultLimit = 100;
const longestLine = 300;

const input = z.strictObject({
  pattern: z.string().min(1).max(1_000).regex(/^[^\0\n\r]*$/, 'must be one line: matches never span lines').describe('Text to find in one line, or a regular expression with isRegex'),
  glob: z.string().min(1).optional().describe('Only in files whose path matches, for example src/**/*.ts'),
  isRegex: z.boolean().optional().describe('Take the pattern as a regular expression (no backreferences or look-around)'),
  ignoreCase: z.boolean().optional(),
  limit: z.number().int().min(1).max(1_000).optional().describe(`Most matching lines to answer; ${defaultLimit} unless given`),
});
export function searchTextTool(workspace: Workspace): Tool {
  return defineTool({
    name: 'search_text',
    description: 'Finds lines in the files of the workspace: path:line: text, sorted by path. Case matters unless ignoreCase. Ignored files (.gitignore), node_modules, binary files and files over 5 MB are left out; long lines are cut.',
    input,
    async prepare(request) {
      const glob = request.glob === undefined ? ok(() => true) : toGlob(request.glob);
      if (!glob.ok) return glob;
      const isWanted = (path: string): boolean => glob.value(path) && readProtection(path.split('/')) === undefined;
      return reading(`search ${revealHidden(request.pattern)}`, ({ progress }, signal) => attempt(() => search(workspace, { request, isWanted, progress }, signal)));
    },
  });
}

interface Asked extends Pick<TextSearch, 'request' | 'isWanted'> {
  readonly progress: (text: string) => void;
}

async function search(workspace: Workspace, { request, isWanted, progress }: Asked, signal: AbortSignal): Promise<ToolResult> {
  const { limit = defaultLimit } = request;
  const lines: string[] = [];
  const take = ({ path, line, text }: Match): boolean => {
    if (lines.length === limit) return false;
    const shown = `${revealHidden(path)}:${line}: ${shownLine(text)}`;
    lines.push(shown);
    progress(`${shown}\n`);
    return true;
  };
  const ended = await searchWith(workspace, { request, isWanted, take }, signal);
  if (!ended.ok) return failedCall(`The search failed: ${ended.error}`);
  if (signal.aborted) return { outcome: 'cancelled', output: 'Stopped before it finished.' };
  const found = lines.length === 0 ? 'No line matches.' : lines.join('\n');
  return { outcome: 'ok', output: found + remark(ended.value, limit) };
}

async function searchWith(workspace: Workspace, wanted: TextSearch, signal: AbortSignal): Promise<Result<SearchEnding, string>> {
  const { request: { pattern, isRegex, ignoreCase, limit = defaultLimit }, isWanted, take } = wanted;
  const options = [
    '--line-number', '--with-filename', '--no-heading', '--null', '--max-filesize=5M', `--max-columns=${longestLine}`, '--max-columns-preview', '--crlf',
    ...(isRegex === true ? [] : ['--fixed-strings']),
    ...(ignoreCase === true ? ['--ignore-case'] : []),
    '-e', pattern,
  ];
  const asItIs = matchReader(workspace.files);
  let [foundCount, reading] = [0, Promise.resolve()];
  const takeRecord = (record: string): boolean => {
    const match = toMatch(workspace.files, record);
    if (match === undefined || !isWanted(match.path)) return true;
    if (foundCount === limit) return false;
    foundCount += 1;
    reading = reading.then(async () => {
      const read = await asItIs(match);
      if (read !== null) take(read);
    });
    return true;
  };
  const searched = await runRipgrep(workspace, { options, separator: '\n', title: `search ${pattern}`, take: takeRecord }, signal);
  await reading;
  if (searched.ok) return searched;
  return searched.error === null ? searchByWalking(workspace.files, wanted, signal) : err(searched.error);
}

/** The path, a zero byte, the line number, a colon, the line. */
function toMatch(files: Files, record: string): Match | undefined {
  const found = /^([^\0]+)\0(\d+):([^]*)$/.exec(record);
  return found ? { path: foundPath(files, found[1] ?? ''), line: Number(found[2]), text: found[3] ?? '' } : undefined;
}

function shownLine(text: string): string {
  const line = text.replace(/\r$/, '');
  return revealHidden(line.length > longestLine ? `${line.slice(0, longestLine)}…` : line);
}

function remark(ending: SearchEnding, limit: number): string {
  switch (ending) {
    case 'complete':
      return '';
    case 'enough':
      return `\n… more than ${limit} lines match; narrow the pattern or the glob.`;
    case 'timeout':
      return '\n… the search took too long and is incomplete; narrow the glob or simplify the pattern.';
  }
}
