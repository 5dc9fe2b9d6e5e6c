import { err, ok, type Result } from '../base/result.ts';
import { lineEndingOf, withLineEnding } from './textFile.ts';

export interface TextEdit {
  readonly oldText: string;
  readonly newText: string;
  readonly replaceAll?: boolean | undefined;
}

/**
 * All edits in order, each on what the one before left, or none. `oldText` must occur exactly once unless `replaceAll`. A text
 * with CRLF is matched by LF as well, and keeps its CRLF. The error names the edit and says what to do.
 */
export function applyEdits(text: string, edits: readonly TextEdit[]): Result<string, string> {
  let current = text;
  for (const [index, edit] of edits.entries()) {
    const applied = applyEdit(current, edit);
    if (!applied.ok) return err(`Edit ${index + 1} of ${edits.length}: ${applied.error} Nothing was changed.`);
    current = applied.value;
  }
  return current === text ? err('The edits change nothing: the text would stay as it is.') : ok(current);
}

function applyEdit(text: string, edit: TextEdit): Result<string, string> {
  const { oldText, newText, isCrlf } = inTheFilesLineEndings(text, edit);
  const places = placesOf(text, oldText);
  if (places.length === 0) return err(notFound(text, edit.oldText));
  if (places.length > 1 && edit.replaceAll !== true) {
    const lines = places.slice(0, 5).map((place) => lineAt(text, place)).join(', ');
    return err(`oldText occurs ${places.length} times (lines ${lines}${places.length > 5 ? ', …' : ''}). Add surrounding lines so that it occurs once, or set replaceAll.`);
  }
  const replacement = isCrlf ? withLineEnding(newText, '\r\n') : newText;
  return ok(text.split(oldText).join(replacement));
}

/** As written if that occurs; otherwise with CRLF, which models write as LF. */
function inTheFilesLineEndings(text: string, { oldText, newText }: TextEdit): TextEdit & { readonly isCrlf: boolean } {
  const crlf = withLineEnding(oldText, '\r\n');
  if (crlf === oldText || text.includes(oldText)) return { oldText, newText, isCrlf: oldText.includes('\r\n') || (!oldText.includes('\n') && lineEndingOf(text) === '\r\n') };
  return { oldText: crlf, newText, isCrlf: true };
}

function placesOf(text: string, part: string): readonly number[] {
  const places: number[] = [];
  for (let place = text.indexOf(part); place !== -1; place = text.indexOf(part, place + part.length)) places.push(place);
  return places;
}

function lineAt(text: string, place: number): number {
  return text.slice(0, place).split('\n').length;
}

/** Where only the white space differs, the line is worth more than the advice to read everything again. */
function notFound(text: string, oldText: string): string {
  const firstLine = oldText.split('\n').map(squeezed).find((line) => line !== '');
  const line = firstLine === undefined ? -1 : text.split('\n').findIndex((candidate) => squeezed(candidate) === firstLine);
  const hint = line === -1 ? '' : ` Line ${line + 1} is like its first line: compare the white space and what follows.`;
  return `oldText was not found.${hint} Read the file again and copy the text exactly.`;
}

function squeezed(line: string): string {
  return line.trim().replace(/\s+/g, ' ');
}
