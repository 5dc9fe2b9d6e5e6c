import type { OwnTool } from '../../model/ownTool.ts';
import type { AuthorizedPath, Files } from '../../ports/files.ts';
import { authorizeRead, authorizeWrite } from '../policy/authorize.ts';

export interface NamedFile {
  readonly path: AuthorizedPath;
  /** No phase can write it. */
  readonly isProtected: boolean;
}

/** The files of the workspace that a tool's command names: scripts, most likely. */
export async function workspaceFilesIn({ command, cwd = '.' }: OwnTool, files: Files): Promise<readonly NamedFile[]> {
  const fixed = command.flatMap((part) => (typeof part === 'string' ? [part] : part.args)).filter((text) => text !== '' && !text.includes('{{'));
  const named = new Map<string, NamedFile>();
  for (const text of fixed.flatMap((argument) => [argument, argument.slice(argument.indexOf('=') + 1)])) {
    for (const path of [text, `${cwd}/${text}`]) {
      const file = await fileAt(path, files);
      if (file) named.set(file.path, file);
    }
  }
  return [...named.values()];
}

async function fileAt(text: string, files: Files): Promise<NamedFile | undefined> {
  const path = await authorizeRead(files, text);
  if (!path.ok || (await files.stat(path.value))?.kind !== 'file') return undefined;
  return { path: path.value, isProtected: !(await authorizeWrite(files, text)).ok };
}

/** Programs that run code they are pointed at, or find by themselves in the folder they start in. */
const runners = /^(?:node|nodejs|deno|bun|tsx|ts-node|python[\d.]*|pypy[\d.]*|ruby|perl|php|lua|Rscript|julia|java|kotlin|scala|groovy|dotnet|go|cargo|swift|zig|(?:ba|da|z|k|c|tc|fi)?sh|pwsh|powershell|cmd|env|xargs|sudo|nice|nohup|time|timeout|make|gmake|cmake|ninja|just|task|rake|gradle|gradlew|mvn|ant|npm|npx|pnpm|pnpx|yarn|bunx|uv|uvx|pipx|poetry|pip[\d.]*|docker|podman|awk|gawk|sed|find|vim?|emacs)(?:\.exe|\.cmd)?$/;

/** Whether what runs may be something that a phase can write: a named script outside of the protected places, or whatever a runner finds. */
export function runsWorkspaceCode({ command }: OwnTool, named: readonly NamedFile[]): boolean {
  const [program] = command;
  const isRunner = typeof program === 'string' && runners.test(program.slice(program.lastIndexOf('/') + 1));
  return named.some(({ isProtected }) => !isProtected) || (isRunner && named.length === 0);
}
