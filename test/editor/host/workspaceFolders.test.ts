import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { ExecutionId, PhaseId, RunId, ToolCallId } from '../../../src/engine/model/ids.ts';
import type { Json } from '../../../src/engine/model/json.ts';
import { nodeFiles } from '../../../src/engine/node/nodeFiles.ts';
import { nodeShell } from '../../../src/engine/node/nodeShell.ts';
import type { PreparedCall, ToolContext } from '../../../src/engine/ports/tool.ts';
import { createToolbox } from '../../../src/engine/tools/toolbox.ts';
import { vscodeFiles } from '../../../src/extension/host/vscodeFiles.ts';
import { WorkspaceFolders } from '../../../src/extension/host/workspaceFolders.ts';
import { emptyWorkspace, eventually, workspaceRoot } from './workspaceFolder.ts';

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const never = new AbortController().signal;
const context: ToolContext = { call: 'c' as ToolCallId, run: 'r' as RunId, phase: 'p' as PhaseId, execution: 'e' as ExecutionId, progress: () => undefined, ask: () => Promise.reject(new Error('Nobody is asked.')), artifactOf: () => Promise.resolve(undefined) };

/** The suite runs in a workspace file with the folders `workspace` and, under the name `shared`, `library`. */
describe('a workspace file with several folders', () => {
  let folders: WorkspaceFolders;
  let prepare: (tool: string, input: Json) => Promise<PreparedCall>;
  let shared: string;

  before(async () => {
    const project = realpathSync(workspaceRoot());
    shared = realpathSync(vscode.workspace.workspaceFolders?.[1]?.uri.fsPath ?? '');
    mkdirSync(join(shared, 'src'));
    writeFileSync(join(shared, 'src/tax.ts'), 'export const tax = 1;\n');
    folders = new WorkspaceFolders(project);
    await folders.read();
    const toolbox = createToolbox({ files: vscodeFiles(await nodeFiles(project), () => folders.current), shell: nodeShell({}), ripgrepPath: null, log: silent });
    prepare = async (name, input) => {
      const prepared = await toolbox.find(name)?.prepare(input);
      assert.ok(prepared?.ok, JSON.stringify(prepared));
      return prepared.value;
    };
  });
  after(async () => {
    folders.dispose();
    rmSync(join(shared, 'src'), { recursive: true, force: true });
    await emptyWorkspace();
  });

  const output = async (name: string, input: Json): Promise<string> => (await (await prepare(name, input)).run(context, never)).output;

  it('has the names that the editor shows', async () => {
    assert.equal(vscode.workspace.asRelativePath(join(shared, 'src/tax.ts')), 'shared/src/tax.ts');
    assert.match(await output('read_file', { path: 'shared/src/tax.ts' }), /^shared\/src\/tax\.ts \(lines 1-1 of 1\)\nexport const tax = 1;$/);
    assert.equal(await output('search_text', { pattern: 'tax' }), 'shared/src/tax.ts:1: export const tax = 1;');
  });

  it('shows what is unsaved there, and changes it as an edit of the editor once a person agreed', async () => {
    const document = await vscode.workspace.openTextDocument(join(shared, 'src/tax.ts'));
    await vscode.window.showTextDocument(document);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), '// unsaved\n');
    await vscode.workspace.applyEdit(edit);
    assert.match(await output('read_file', { path: 'shared/src/tax.ts' }), /unsaved/);
    const call = await prepare('edit_file', { path: 'shared/src/tax.ts', edits: [{ oldText: 'tax = 1', newText: 'tax = 2' }] });
    assert.match(call.intent.subject?.type === 'write' ? call.intent.subject.consent ?? '' : '', /another folder of the workspace/);
    assert.equal((await call.run(context, never)).outcome, 'ok');
    assert.equal(readFileSync(join(shared, 'src/tax.ts'), 'utf8'), '// unsaved\nexport const tax = 2;\n');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('takes in a folder that comes, and lets go of one that leaves', async () => {
    const more = join(shared, 'src');
    assert.ok(vscode.workspace.updateWorkspaceFolders(2, 0, { uri: vscode.Uri.file(more), name: 'more' }));
    await eventually('the new folder', () => folders.current.find(({ name }) => name === 'more'));
    assert.match(await output('list_files', {}), /shared\/ \(another folder of the workspace\)\nmore\/ \(another folder of the workspace\)/);
    assert.ok(vscode.workspace.updateWorkspaceFolders(2, 1));
    await eventually('it to leave', () => (folders.current.length === 2 ? true : undefined));
  });
});
