import { err, ok, type Result } from '../base/result.ts';
import type { AuthorizedPath } from '../ports/files.ts';
import type { ToolResult } from '../ports/tool.ts';
import { attempt, failedCall } from './defineTool.ts';
import { pathOf, resolveForWriting } from './policy/authorize.ts';
import { relativePath } from './policy/workspacePlace.ts';
import { decodeText, encodeText, type TextFile } from './textFile.ts';
import { fileLimitBytes, unchanged, type Workspace } from './workspace.ts';

export interface FileChange {
  /** As the model wrote it; resolved again right before use. */
  readonly asked: string;
  readonly path: AuthorizedPath;
  /** The new text for the old file (`null` where there is none), or why it cannot be made. */
  readonly toText: (old: TextFile | null) => Result<string, string>;
  readonly describe: (name: string, old: TextFile | null) => string;
}

/** Reads, changes and replaces one file as one step: nothing is overwritten that the model has not seen or that is not text. */
export function changeFile(workspace: Workspace, { asked, path, toText, describe }: FileChange): Promise<ToolResult> {
  const { files, memory } = workspace;
  const name = relativePath(files, path);
  return attempt(() => memory.exclusively(async () => {
    await unchanged(pathOf(resolveForWriting(files, asked)), path);
    const old = await current(workspace, path);
    if (!old.ok) return failedCall(`${name} ${old.error}`);
    const text = toText(old.value);
    if (!text.ok) return failedCall(text.error);
    const bytes = encodeText({ text: text.value, encoding: old.value?.encoding ?? 'utf-8' });
    await files.write(path, bytes);
    memory.remember(path, bytes);
    return { outcome: 'ok', output: describe(name, old.value) };
  }));
}

/** The text a file holds now; `null` where there is no file. */
export async function current({ files, memory }: Workspace, path: AuthorizedPath): Promise<Result<TextFile | null, string>> {
  const stat = await files.stat(path);
  if (stat === null) return ok(null);
  if (stat.kind !== 'file') return err(stat.kind === 'directory' ? 'is a folder.' : 'is not a regular file.');
  const bytes = await files.read(path, fileLimitBytes);
  if (memory.isStale(path, bytes)) return err('is stale: it was changed since you read it. Read it again, then repeat the change on what it holds now.');
  const decoded = decodeText(bytes);
  return decoded.ok ? decoded : err(`${decoded.error} It was left as it is.`);
}
