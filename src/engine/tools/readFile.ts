import * as z from 'zod';
import { revealHidden } from '../base/hiddenText.ts';
import { err } from '../base/result.ts';
import type { AuthorizedPath } from '../ports/files.ts';
import type { Tool, ToolResult } from '../ports/tool.ts';
import { attempt, defineTool, failedCall, reading } from './defineTool.ts';
import { pathOf, resolveForReading } from './policy/authorize.ts';
import { relativePath } from './policy/workspacePlace.ts';
import { imageLimits, shownImage, type ShownImage } from './shownImage.ts';
import { decodeLossy, decodeText, lineEndingOf } from './textFile.ts';
import { fileLimitBytes, unchanged, type Workspace } from './workspace.ts';

const lineLimit = 2_000;
const outputLimit = 80_000;
const longestLine = 4_000;

const input = z.strictObject({
  path: z.string().min(1).describe('Relative to the workspace root, with /'),
  startLine: z.number().int().min(1).optional().describe('First line to show, from 1'),
  lineCount: z.number().int().min(1).max(lineLimit).optional().describe('How many lines to show; 2000 unless given'),
});
type Input = z.infer<typeof input>;

export function readFileTool(workspace: Workspace): Tool {
  return defineTool({
    name: 'read_file',
    description: 'Reads a text file, or shows you an image (PNG, JPEG, GIF, WebP). The first output line names the file and the lines shown; the rest is its text as it is, so it can be copied into edit_file. At most 2000 lines and 80,000 characters at a time: ask for more with startLine.',
    input,
    async prepare(request) {
      const resolved = await resolveForReading(workspace.files, request.path);
      if (!resolved.ok) return err(resolved.error.message);
      const { path, consent } = resolved.value;
      const name = relativePath(workspace.files, path);
      return reading(`read ${name}`, () => attempt(() => read(workspace, request, path)), { type: 'read', path: name, consent });
    },
  });
}

async function read({ files, memory }: Workspace, request: Input, path: AuthorizedPath): Promise<ToolResult> {
  await unchanged(pathOf(resolveForReading(files, request.path)), path);
  const name = relativePath(files, path);
  const stat = await files.stat(path);
  if (stat === null) return failedCall(`${name} does not exist. Look with list_files or find_files.`);
  if (stat.kind === 'directory') return failedCall(`${name} is a folder. Use list_files.`);
  const bytes = await files.read(path, fileLimitBytes);
  const image = shownImage(bytes);
  if (image !== null) return imageResult(name, image);
  const decoded = decodeText(bytes);
  if (!decoded.ok && bytes.includes(0)) return failedCall(`${name} ${decoded.error} It has ${bytes.length} bytes and is not shown.`);
  memory.remember(path, bytes);
  const text = decoded.ok ? decoded.value.text : decodeLossy(bytes);
  const remarks = decoded.ok ? remarksOn(text, decoded.value.encoding) : [`not valid UTF-8: wrong bytes are shown as \ufffd, and it cannot be edited`];
  return { outcome: 'ok', output: excerpt({ name, text, remarks }, request) };
}

function imageResult(name: string, { image, about }: ShownImage): ToolResult {
  if (image === null) return failedCall(`${name} is an image too large to be shown (${about}; ${imageLimits} are). Work without it, or make a smaller copy.`);
  return { outcome: 'ok', output: `${name} (${about})`, images: [image] };
}

function remarksOn(text: string, encoding: string): readonly string[] {
  return [lineEndingOf(text) === '\r\n' ? 'CRLF line endings' : '', encoding === 'utf-8' ? '' : encoding].filter((remark) => remark !== '');
}

interface Shown {
  readonly name: string;
  readonly text: string;
  readonly remarks: readonly string[];
}

function excerpt({ name, text, remarks }: Shown, { startLine = 1, lineCount = lineLimit }: Input): string {
  if (text === '') return `${name} (empty)`;
  const lines = text.replaceAll('\r\n', '\n').replace(/\n$/, '').split('\n');
  if (startLine > lines.length) return `${name} has only ${lines.length} lines.`;
  const chosen = fitting(lines.slice(startLine - 1, startLine - 1 + lineCount).map(shownLine));
  const last = startLine - 1 + chosen.length;
  const notes = [`lines ${startLine}-${last} of ${lines.length}`, ...remarks];
  const more = last < lines.length ? `\n… ${lines.length - last} more lines; go on with startLine ${last + 1}.` : '';
  return `${name} (${notes.join(', ')})\n${chosen.join('\n')}${more}`;
}

function shownLine(line: string): string {
  const visible = revealHidden(line);
  return visible.length > longestLine ? `${visible.slice(0, longestLine)}… (${line.length} characters in this line)` : visible;
}

/** As many lines as the output may hold, at least one. */
function fitting(lines: readonly string[]): readonly string[] {
  let length = 0;
  const end = lines.findIndex((line, index) => (length += line.length + 1) > outputLimit && index > 0);
  return end === -1 ? lines : lines.slice(0, end);
}
