import * as z from 'zod';
import { err, ok } from '../base/result.ts';
import { revealHidden } from '../base/hiddenText.ts';
import type { Tool } from '../ports/tool.ts';
import { changeFile } from './changeFile.ts';
import { currentText } from './currentText.ts';
import { defineTool } from './defineTool.ts';
import { resolveForWriting } from './policy/authorize.ts';
import { schemaAddressConsent } from './policy/schemaAddress.ts';
import { relativePath } from './policy/workspacePlace.ts';
import { applyEdits, type TextEdit } from './textEdits.ts';
import { wellFormed } from './wellFormed.ts';
import type { Workspace } from './workspace.ts';

const edit = z.strictObject({
  oldText: wellFormed.min(1).max(1_000_000).describe('Text to replace, exactly as in the file, with enough around it to occur once'),
  newText: wellFormed.max(1_000_000).describe('Text to put there'),
  replaceAll: z.boolean().optional().describe('Replace every occurrence'),
});

export const editFileInput = z.strictObject({
  path: z.string().min(1).describe('Relative to the workspace root, with /'),
  edits: z.array(edit).min(1).max(200).describe('Applied in order, all or none'),
});

export function editFileTool(workspace: Workspace): Tool {
  return defineTool({
    name: 'edit_file',
    description: 'Replaces exact pieces of text in a file. Each oldText must occur exactly once unless replaceAll is set. All edits are applied or none. Encoding and line endings are kept. Fails when the file changed since you read it: read it again.',
    input: editFileInput,
    async prepare({ path: asked, edits }) {
      const resolved = await resolveForWriting(workspace.files, asked);
      if (!resolved.ok) return err(resolved.error.message);
      const { path, consent } = resolved.value;
      const name = relativePath(workspace.files, path);
      const diff = edits.map(preview).join('\n');
      const before = await currentText(workspace.files, path);
      const after = applyEdits(before ?? '', edits);
      const needed = consent ?? (after.ok ? schemaAddressConsent(name, { before, after: after.value }) : null);
      return ok({
        intent: { title: `edit ${name}`, detail: `${name}\n${diff}`, subject: { type: 'write', path: name, consent: needed, diff } },
        run: () => changeFile(workspace, {
          asked,
          path,
          toText: (old) => (old === null ? err(`${name} does not exist. Create it with write_file.`) : applyEdits(old.text, edits)),
          describe: () => `Edited ${name}: ${edits.length === 1 ? '1 edit' : `${edits.length} edits`}.`,
        }),
      });
    },
  });
}

function preview({ oldText, newText, replaceAll }: TextEdit): string {
  const marked = (text: string, mark: string): string => revealHidden(text.replaceAll('\r\n', '\n')).split('\n').map((line) => `${mark} ${line}`).join('\n');
  return [replaceAll === true ? '@@ every occurrence @@' : '@@', marked(oldText, '-'), marked(newText, '+')].join('\n');
}
