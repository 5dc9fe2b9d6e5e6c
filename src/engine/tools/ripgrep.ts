import { err, ok, type Result } from '../base/result.ts';
import { cleanTerminalText } from '../base/terminalText.ts';
import type { Files } from '../ports/files.ts';
import { secretGlobs } from './policy/protectedPaths.ts';
import { foldersBeside, folderPrefix } from './policy/workspacePlace.ts';
import type { Workspace } from './workspace.ts';

export interface RipgrepRequest {
  readonly options: readonly string[];
  /** Ends one record of the output. */
  readonly separator: '\0' | '\n';
  readonly title: string;
  /** Handed each record as it comes; `false` ends the search. */
  readonly take: (record: string) => boolean;
}

/** How a search ended: everything was seen, `take` had enough, or time was up. */
export type SearchEnding = 'complete' | 'enough' | 'timeout';

const timeoutMs = 30_000;
/** A record longer than this is no path and no match. */
const longestRecord = 100_000;

/** No configuration of the user's or the repository's; hidden files too; never Git's own data, packages or secrets. */
const fixedOptions = ['--no-config', '--no-messages', '--color=never', '--hidden', '--no-require-git', '--no-follow', '--sort=path'];
const fixedGlobs = ['**/.git', '**/.hg', '**/.svn', '**/node_modules', ...secretGlobs].map((glob) => `--iglob=!${glob}`);

/** Runs ripgrep in the folders of the workspace. The error is `null` where there is no ripgrep, otherwise what it complained about. */
export async function runRipgrep({ ripgrepPath, shell, files }: Workspace, { options, separator, title, take }: RipgrepRequest, signal: AbortSignal): Promise<Result<SearchEnding, string | null>> {
  if (ripgrepPath === null) return err(null);
  const enough = new AbortController();
  const records = recordReader(separator, (record) => {
    if (!enough.signal.aborted && !take(record)) enough.abort();
  });
  const exit = await shell.run({
    program: { argv: [ripgrepPath, ...fixedOptions, ...fixedGlobs, ...options, '--', '.', ...foldersBeside(files).map(({ root }) => root)] },
    cwd: files.root,
    timeoutMs,
    outputLimitBytes: 4_000,
    title,
    isOwn: true,
  }, records, AbortSignal.any([signal, enough.signal]));
  if (exit.ending === 'not-started') return err(null);
  if (enough.signal.aborted) return ok('enough');
  if (exit.ending === 'timeout') return ok('timeout');
  return exit.exitCode === 2 && exit.output !== '' && !exit.output.includes('\0') ? err(cleanTerminalText(exit.output).trim()) : ok('complete');
}

function recordReader(separator: string, take: (record: string) => void): (text: string) => void {
  let pending = '';
  return (text) => {
    const records = (pending + text).split(separator);
    pending = (records.pop() ?? '').slice(-longestRecord);
    records.forEach(take);
  };
}

/** A path as ripgrep says it, as the tools show it. */
export function foundPath(files: Files, path: string): string {
  const folder = foldersBeside(files).find(({ root }) => path.startsWith(folderPrefix(root)));
  return folder ? `${folder.name}/${path.slice(folderPrefix(folder.root).length)}` : path.replace(/^\.\//, '');
}
