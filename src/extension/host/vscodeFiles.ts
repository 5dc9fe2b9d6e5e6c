import { realpath } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { Files } from '../../engine/ports/files.ts';

/**
 * The workspace's files as the editor sees them: unsaved text wins over the disk, and a write to an open document is an
 * edit that the person can undo, saved at once. Everything else goes to the disk in one step.
 */
export function vscodeFiles(disk: Files, folders?: Files['folders']): Files {
  return {
    ...disk,
    ...(folders && { folders }),
    async read(path, limitBytes) {
      const document = await openDocument(path);
      if (!document?.isDirty) return disk.read(path, limitBytes);
      const bytes = await vscode.workspace.encode(document.getText(), { encoding: document.encoding });
      if (bytes.byteLength > limitBytes) throw new Error(`${path} has ${bytes.byteLength} bytes, more than the limit of ${limitBytes}.`);
      return bytes;
    },
    async write(path, bytes) {
      const document = await openDocument(path);
      if (!document) return disk.write(path, bytes);
      await replaceText(document, await vscode.workspace.decode(bytes, { encoding: document.encoding }));
    },
  };
}

/** The open document of a file, whatever path it was opened by. */
async function openDocument(path: string): Promise<vscode.TextDocument | undefined> {
  const documents = vscode.workspace.textDocuments.filter(({ uri, isClosed }) => uri.scheme === 'file' && !isClosed);
  const exact = documents.find(({ uri }) => uri.fsPath === path);
  if (exact) return exact;
  for (const document of documents) {
    if ((await realpath(document.uri.fsPath).catch(() => undefined)) === path) return document;
  }
  return undefined;
}

async function replaceText(document: vscode.TextDocument, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  const change = changeBetween(document.getText(), withLineEndings(text, document.eol));
  if (change) edit.replace(document.uri, new vscode.Range(document.positionAt(change.start), document.positionAt(change.end)), change.text);
  if (change && !(await vscode.workspace.applyEdit(edit))) throw new Error(`The editor did not take the change to ${document.uri.fsPath}. Read the file again and retry.`);
  if (document.isDirty && !(await document.save())) throw new Error(`${document.uri.fsPath} was changed in the editor, but could not be saved. Check that the file can be written.`);
}

/** A document has one line ending throughout; a text compared with it must have the same. */
function withLineEndings(text: string, eol: vscode.EndOfLine): string {
  const unified = text.replaceAll('\r\n', '\n');
  return eol === vscode.EndOfLine.CRLF ? unified.replaceAll('\n', '\r\n') : unified;
}

export interface TextChange {
  readonly start: number;
  /** End of the replaced part of the old text. */
  readonly end: number;
  readonly text: string;
}

/** The smallest single replacement that turns one text into the other, so that cursors and folds elsewhere stay. */
export function changeBetween(before: string, after: string): TextChange | undefined {
  if (before === after) return undefined;
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start += 1;
  let tail = 0;
  while (tail < shorter - start && before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail)) tail += 1;
  return { start, end: before.length - tail, text: after.slice(start, after.length - tail) };
}
