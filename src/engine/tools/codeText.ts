import { revealHidden } from '../base/hiddenText.ts';
import type { Files } from '../ports/files.ts';
import type { ToolResult } from '../ports/tool.ts';
import { failedCall } from './defineTool.ts';
import { authorizeRead } from './policy/authorize.ts';
import { relativePath } from './policy/workspacePlace.ts';

/** What a language server says may be long, or hold what hides from the eye. */
export function shownText(text: string, limitCharacters: number): string {
  const line = revealHidden(text.replaceAll(/\s*\n\s*/g, ' · '));
  return line.length > limitCharacters ? `${line.slice(0, limitCharacters)}…` : line;
}

/** Names from the workspace root, by absolute path; without those that a read may not reach. */
export async function readableNames(files: Files, paths: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const names = await Promise.all([...new Set(paths)].map(async (path) => {
    const readable = await authorizeRead(files, path);
    return readable.ok ? [[path, relativePath(files, readable.value)] as const] : [];
  }));
  return new Map(names.flat());
}

/** The command line has no language servers; the project's own programs know as much. */
export function editorOnly(instead: string): ToolResult {
  return failedCall(`This run has no editor, so nothing is known here. ${instead}`);
}
