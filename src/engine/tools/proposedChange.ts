import { err, ok, type Result } from '../base/result.ts';
import type { Json } from '../model/json.ts';
import type { Files } from '../ports/files.ts';
import { editFileInput } from './editFile.ts';
import { resolveForWriting } from './policy/authorize.ts';
import { relativePath } from './policy/workspacePlace.ts';
import { applyEdits } from './textEdits.ts';
import { decodeText } from './textFile.ts';
import { fileLimitBytes } from './workspace.ts';
import { writeFileInput, writtenText } from './writeFile.ts';

export interface ProposedChange {
  /** From the workspace's root, with every link resolved. */
  readonly path: string;
  /** What the file holds now; `null` where there is none. */
  readonly before: string | null;
  /** What it would hold after the call. */
  readonly after: string;
}

/** What a call of `write_file` or `edit_file` would make of its file as it is now. For looking only: the call itself reads the file again. */
export async function proposedChange(files: Files, { name, input }: { readonly name: string; readonly input: Json }): Promise<Result<ProposedChange, string>> {
  const written = name === 'write_file' ? writeFileInput.safeParse(input).data : undefined;
  const edited = name === 'edit_file' ? editFileInput.safeParse(input).data : undefined;
  const asked = written ?? edited;
  if (!asked) return err(`A call of ${name} proposes no text.`);
  const resolved = await resolveForWriting(files, asked.path);
  if (!resolved.ok) return err(resolved.error.message);
  const { path } = resolved.value;
  const before = (await files.stat(path)) === null ? ok(null) : decodeText(await files.read(path, fileLimitBytes));
  if (!before.ok) return err(`${asked.path} ${before.error}`);
  const after = written ? ok(writtenText(before.value, written.content)) : before.value === null ? err(`${asked.path} does not exist.`) : applyEdits(before.value.text, edited?.edits ?? []);
  return after.ok ? ok({ path: relativePath(files, path), before: before.value?.text ?? null, after: after.value }) : after;
}
