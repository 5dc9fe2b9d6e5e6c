import * as z from 'zod';
import { err, ok } from '../base/result.ts';
import type { Tool, ToolIntent } from '../ports/tool.ts';
import { changeFile } from './changeFile.ts';
import { changePreview } from './changePreview.ts';
import { currentText } from './currentText.ts';
import { defineTool } from './defineTool.ts';
import { resolveForWriting, type ResolvedPath } from './policy/authorize.ts';
import { schemaAddressConsent } from './policy/schemaAddress.ts';
import { relativePath } from './policy/workspacePlace.ts';
import { lineEndingOf, withLineEnding, type TextFile } from './textFile.ts';
import { wellFormed } from './wellFormed.ts';
import type { Workspace } from './workspace.ts';

export const writeFileInput = z.strictObject({
  path: z.string().min(1).describe('Relative to the workspace root, with /'),
  content: wellFormed.max(5_000_000).describe('The whole new text of the file'),
});

export function writeFileTool(workspace: Workspace): Tool {
  return defineTool({
    name: 'write_file',
    description: 'Creates a text file, with its folders, or replaces all of an existing one, which keeps its encoding and line endings. To change a part use edit_file. Fails when the file changed since you read it, is not text, or is protected.',
    input: writeFileInput,
    async prepare({ path: asked, content }) {
      const resolved = await resolveForWriting(workspace.files, asked);
      if (!resolved.ok) return err(resolved.error.message);
      const change = { asked, path: resolved.value.path, toText: (old: TextFile | null) => ok(writtenText(old, content)), describe };
      return ok({ intent: await intentOf(workspace, resolved.value, content), run: () => changeFile(workspace, change) });
    },
  });

  function describe(name: string, old: TextFile | null): string {
    return old === null ? `Created ${name}.` : `Replaced ${name}.`;
  }
}

/** The content in the line endings of what it replaces. */
export function writtenText(old: Pick<TextFile, 'text'> | null, content: string): string {
  return withLineEnding(content, old && !content.includes('\r') ? lineEndingOf(old.text) : '\n');
}

/** A look at the old file for the preview only; the change itself reads it again. */
async function intentOf({ files }: Workspace, { path, consent }: ResolvedPath, content: string): Promise<ToolIntent> {
  const name = relativePath(files, path);
  const old = await currentText(files, path);
  const diff = changePreview(old ?? '', content);
  const needed = consent ?? schemaAddressConsent(name, { before: old, after: content });
  return { title: `${old === null ? 'create' : 'replace'} ${name}`, detail: `${name}\n${diff}`, subject: { type: 'write', path: name, consent: needed, diff } };
}
