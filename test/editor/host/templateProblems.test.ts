import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { emptyWorkspace, eventually, workspaceRoot } from './workspaceFolder.ts';

const sound = { id: 'mine', name: 'Mine', version: 1, phases: [{ id: 'plan', name: 'Plan', type: 'automated', prompt: 'Reach {{input.goal}}.', output: 'decision-log' }] };

describe('problems of template files', () => {
  let path: string;
  let uri: vscode.Uri;

  after(emptyWorkspace);

  /** A file of its own for each test: the editor remembers documents for a while. */
  const begin = (name: string): void => {
    const folder = join(workspaceRoot(), '.phasegate/templates');
    mkdirSync(folder, { recursive: true });
    path = join(folder, name);
    uri = vscode.Uri.file(path);
  };

  const problems = (): vscode.Diagnostic[] => vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'Phasegate');

  it('are shown all at once, each at its place, and go when the file is right or gone', async () => {
    begin('changing.json');
    writeFileSync(path, JSON.stringify({ ...sound, speed: 'high', phases: [{ ...sound.phases[0], dependsOn: ['research'], tools: ['teleport'] }] }, null, 2));
    const shown = await eventually('three problems', () => (problems().length >= 3 ? problems() : undefined));
    assert.deepEqual(shown.map(({ code }) => (typeof code === 'string' ? code : '')).sort((left, right) => left.localeCompare(right)), ['unknown-dependency', 'unknown-key', 'unknown-tool']);
    const document = await vscode.workspace.openTextDocument(uri);
    const places = shown.map(({ range }) => document.getText(range)).sort((left, right) => left.localeCompare(right));
    assert.deepEqual(places, ['"research"', '"speed"', '"teleport"']);
    assert.ok(shown.every(({ severity }) => severity === vscode.DiagnosticSeverity.Error));

    writeFileSync(path, JSON.stringify(sound, null, 2));
    await eventually('no problem any more', () => (problems().length === 0 ? true : undefined));
    writeFileSync(path, '{ "id": ');
    await eventually('a syntax problem', () => (problems().length > 0 ? true : undefined));
    rmSync(path);
    await eventually('nothing about a file that is gone', () => (problems().length === 0 ? true : undefined));
  });

  it('come with notes on what the chosen models can be told in words only', async () => {
    begin('noted.json');
    const schema = { type: 'object', properties: { id: { type: 'string', pattern: '^T-' } } };
    writeFileSync(path, JSON.stringify({ ...sound, phases: [{ ...sound.phases[0], model: 'gemini/gemini-4-argon', output: { type: 'report', schema } }] }, null, 2));
    const [note] = await eventually('the note', () => (problems().length > 0 ? problems() : undefined));
    assert.deepEqual([note?.code, note?.severity, problems().length], ['words-only', vscode.DiagnosticSeverity.Information, 1]);
    assert.match(note?.message ?? '', /^gemini\/gemini-4-argon: 1 rule of the schema of "report" can be told in words only.*\^T-/);
    rmSync(path);
  });

  it('follow what is typed, before it is saved', async () => {
    begin('typed.json');
    writeFileSync(path, JSON.stringify(sound, null, 2));
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
    const edit = new vscode.WorkspaceEdit();
    const at = document.positionAt(document.getText().indexOf('"decision-log"'));
    edit.replace(uri, new vscode.Range(at, at.translate(0, '"decision-log"'.length)), '"decision-blog"');
    assert.equal(await vscode.workspace.applyEdit(edit), true);
    const [problem] = await eventually('the problem', () => (problems().length > 0 ? problems() : undefined));
    assert.equal(problem?.code, 'unknown-output');
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });
});
