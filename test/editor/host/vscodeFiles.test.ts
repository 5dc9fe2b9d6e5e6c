import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { nodeFiles } from '../../../src/engine/node/nodeFiles.ts';
import type { AuthorizedPath, Files } from '../../../src/engine/ports/files.ts';
import { changeBetween, vscodeFiles } from '../../../src/extension/host/vscodeFiles.ts';
import { emptyWorkspace, workspaceRoot } from './workspaceFolder.ts';

const limitBytes = 1_000_000;

describe('files through the editor', () => {
  let files: Files;

  before(async () => {
    files = vscodeFiles(await nodeFiles(workspaceRoot()));
  });

  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await emptyWorkspace();
  });

  it('writes a closed file to disk, folders included', async () => {
    const path = pathOf('new/deep/note.txt');
    await files.write(path, bytesOf('hello\n'));
    assert.equal(readFileSync(path, 'utf8'), 'hello\n');
    assert.equal(textOf(await files.read(path, limitBytes)), 'hello\n');
  });

  it('reads what is unsaved in an editor instead of what is on disk', async () => {
    const document = await open('unsaved.txt', 'on disk\n');
    await type(document, 'unsaved ');
    assert.equal(textOf(await files.read(pathOf('unsaved.txt'), limitBytes)), 'unsaved on disk\n');
    assert.equal(readFileSync(pathOf('unsaved.txt'), 'utf8'), 'on disk\n');
  });

  it('finds the open document through a symbolic link', async () => {
    mkdirSync(pathOf('real'));
    symlinkSync(pathOf('real'), pathOf('link'));
    const document = await open('link/note.txt', 'on disk\n');
    await type(document, 'unsaved ');
    const path = realpathSync(pathOf('real/note.txt')) as AuthorizedPath;
    assert.equal(textOf(await files.read(path, limitBytes)), 'unsaved on disk\n');
  });

  it('refuses an unsaved text beyond the limit', async () => {
    const document = await open('long.txt', '');
    await type(document, 'x'.repeat(200));
    await assert.rejects(files.read(pathOf('long.txt'), 100), /200 bytes, more than the limit of 100/);
  });

  it('changes an open document by an edit that can be undone, and saves it', async () => {
    const document = await open('undo.txt', 'one\ntwo\nthree\n');
    await files.write(pathOf('undo.txt'), bytesOf('one\n2\nthree\n'));
    assert.equal(document.getText(), 'one\n2\nthree\n');
    assert.equal(document.isDirty, false);
    assert.equal(readFileSync(pathOf('undo.txt'), 'utf8'), 'one\n2\nthree\n');
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), 'one\ntwo\nthree\n');
  });

  it('keeps the line endings and the encoding of an open document', async () => {
    const document = await open('latin.txt', Buffer.from('caf\xe9\r\nnoir\r\n', 'latin1'), 'iso88591');
    assert.equal(document.getText(), 'café\r\nnoir\r\n');
    await files.write(pathOf('latin.txt'), Buffer.from('caf\xe9\r\nvert\r\n', 'latin1'));
    assert.deepEqual(readFileSync(pathOf('latin.txt')), Buffer.from('caf\xe9\r\nvert\r\n', 'latin1'));
  });

  it('replaces no more than what differs', () => {
    assert.equal(changeBetween('same', 'same'), undefined);
    assert.deepEqual(changeBetween('one two three', 'one 2 three'), { start: 4, end: 7, text: '2' });
    assert.deepEqual(changeBetween('aaa', 'aa'), { start: 2, end: 3, text: '' });
    assert.deepEqual(changeBetween('', 'new'), { start: 0, end: 0, text: 'new' });
  });
});

function pathOf(name: string): AuthorizedPath {
  return join(realpathSync(workspaceRoot()), name) as AuthorizedPath;
}

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

async function open(name: string, content: string | Uint8Array, encoding?: string): Promise<vscode.TextDocument> {
  const path = join(workspaceRoot(), name);
  writeFileSync(path, content);
  const document = await vscode.workspace.openTextDocument(vscode.Uri.file(path), encoding === undefined ? undefined : { encoding });
  await vscode.window.showTextDocument(document);
  return document;
}

async function type(document: vscode.TextDocument, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.insert(document.uri, new vscode.Position(0, 0), text);
  assert.equal(await vscode.workspace.applyEdit(edit), true);
  assert.equal(document.isDirty, true);
}
