import * as z from 'zod';
import { revealHidden } from '../base/hiddenText.ts';
import type { AuthorizedPath } from '../ports/files.ts';
import type { Tool, ToolResult } from '../ports/tool.ts';
import { attempt, defineTool, failedCall, reading } from './defineTool.ts';
import { authorizeRead } from './policy/authorize.ts';
import { foldersBeside, relativePath } from './policy/workspacePlace.ts';
import { walk } from './walk.ts';
import { unchanged, type Workspace } from './workspace.ts';

const entryLimit = 1_000;

const input = z.strictObject({
  path: z.string().min(1).optional().describe('Folder, relative to the workspace root; the root unless given'),
  depth: z.number().int().min(1).max(8).optional().describe('How many levels of folders to show; 1 unless given'),
});
type Input = z.infer<typeof input>;

export function listFilesTool(workspace: Workspace): Tool {
  return defineTool({
    name: 'list_files',
    description: 'Lists a folder, one path from the workspace root per line. Folders end in /, symbolic links in @. node_modules and .git are named but not entered. At most 1000 entries.',
    input,
    async prepare(request) {
      const path = await authorizeRead(workspace.files, request.path ?? '.');
      if (!path.ok) return path;
      return reading(`list ${relativePath(workspace.files, path.value)}`, (_, signal) => attempt(() => list(workspace, { request, path: path.value }, signal)));
    },
  });
}

async function list({ files }: Workspace, { request, path }: { request: Input; path: AuthorizedPath }, signal: AbortSignal): Promise<ToolResult> {
  await unchanged(authorizeRead(files, request.path ?? '.'), path);
  const name = relativePath(files, path);
  const stat = await files.stat(path);
  if (stat === null) return failedCall(`${name} does not exist. List a folder above it.`);
  if (stat.kind !== 'directory') return failedCall(`${name} is not a folder. Use read_file.`);
  const lines: string[] = [];
  for await (const entry of walk(files, { from: name, depth: request.depth ?? 1 }, signal)) {
    if (lines.length === entryLimit) return { outcome: 'ok', output: [...lines, `… more than ${entryLimit} entries; list a folder below, or use find_files.`].join('\n') };
    lines.push(revealHidden(entry.path) + marks[entry.kind]);
  }
  const others = path === files.root ? foldersBeside(files).map((folder) => `${folder.name}/ (another folder of the workspace)`) : [];
  return { outcome: 'ok', output: [...(lines.length === 0 ? [`${name} is empty.`] : lines), ...others].join('\n') };
}

const marks = { file: '', directory: '/', symlink: '@', other: ' (not a regular file)' } as const;
