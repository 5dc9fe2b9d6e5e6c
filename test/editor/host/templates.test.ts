import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { builtInUri } from '../../../src/extension/templates/builtInDocuments.ts';
import type { TemplateNode } from '../../../src/extension/templates/templateNode.ts';
import { TemplatesTree } from '../../../src/extension/templates/templatesTree.ts';
import { emptyWorkspace, eventually, workspaceRoot } from './workspaceFolder.ts';

describe('the Templates view', () => {
  const extension = (): vscode.Extension<unknown> => {
    const found = vscode.extensions.getExtension('phasegate.phasegate');
    assert.ok(found);
    return found;
  };
  const builtIn = (id: string): string => join(extension().extensionPath, 'templates', `${id}.json`);
  const own = (name: string): string => join(workspaceRoot(), '.phasegate/templates', name);
  const read = (name: string): Record<string, unknown> => JSON.parse(readFileSync(own(name), 'utf8')) as Record<string, unknown>;
  const command = (id: string, path: string, phase?: string): Thenable<unknown> => vscode.commands.executeCommand(`phasegate.${id}`, phase === undefined ? { type: 'template', path } : { type: 'template-phase', path, phase });
  const write = (name: string, text: string): void => {
    mkdirSync(join(workspaceRoot(), '.phasegate/templates'), { recursive: true });
    writeFileSync(own(name), text);
  };

  before(() => extension().activate());
  afterEach(emptyWorkspace);

  it('shows whose templates there are, their phases, and what is wrong with a broken one', async () => {
    write('broken.json', '{ "id": "broken", "nam": 1 }');
    const tree = new TemplatesTree(fakeContext(extension().extensionPath));
    try {
      const line = async (node: TemplateNode): Promise<string> => {
        const { label, description, contextValue } = await tree.getTreeItem(node);
        return [label, description, contextValue].filter((part) => typeof part === 'string').join(' | ');
      };
      const groups = await tree.getChildren();
      const [workspace, standard] = [groups.find((node) => node.type === 'source' && node.source === 'workspace'), groups.find((node) => node.type === 'source' && node.source === 'built-in')];
      assert.ok(workspace && standard);
      const [broken] = await tree.getChildren(workspace);
      assert.ok(broken);
      assert.equal(await line(broken), 'broken.json | 4 problems | template workspace broken');
      const { tooltip } = await tree.getTreeItem(broken);
      assert.match(typeof tooltip === 'string' ? tooltip : '', /1:\d+ Unknown key "nam"/);
      const files = await tree.getChildren(standard);
      assert.deepEqual(await Promise.all(files.slice(0, 3).map(line)), ['Compound workflow | compound, default | template built-in used default', 'Feature | feature | template built-in used', 'Quick fix | quick-fix | template built-in used']);
      const [, , quickFix] = files;
      assert.ok(quickFix);
      assert.deepEqual(await Promise.all((await tree.getChildren(quickFix)).map(line)), ['Diagnose | → decision-log | template-phase', 'Fix | → change-set | template-phase', 'Verify | → evaluation | template-phase']);

      write('second.json', '{');
      await eventually('the second file to be shown', async () => ((await tree.getChildren(workspace)).length === 2 ? true : undefined));
    } finally {
      tree.dispose();
    }
  });

  it('opens a built-in one where it cannot be edited, at the phase that is meant', async () => {
    await command('openTemplate', builtIn('quick-fix'), 'verify');
    const editor = vscode.window.activeTextEditor;
    assert.equal(editor?.document.uri.toString(), builtInUri('quick-fix').toString());
    assert.match(editor.document.lineAt(editor.selection.active.line).text, /"id": "verify"/);
    assert.equal(editor.document.languageId, 'json');
  });

  it('duplicates to the workspace under an id of its own, and opens the copy', async () => {
    await command('duplicateTemplate', builtIn('quick-fix'));
    await vscode.commands.executeCommand('phasegate.duplicateTemplate', builtInUri('quick-fix'));
    assert.deepEqual([read('quick-fix-copy.json')['clonedFrom'], read('quick-fix-copy-2.json')['id']], ['quick-fix', 'quick-fix-copy-2']);
    assert.equal(vscode.window.activeTextEditor?.document.uri.fsPath, own('quick-fix-copy-2.json'));
  });

  it('has one default', async () => {
    await command('duplicateTemplate', builtIn('feature'));
    await command('duplicateTemplate', builtIn('feature'));
    await command('setDefaultTemplate', own('feature-copy.json'));
    assert.equal(read('feature-copy.json')['isDefault'], true);
    await command('setDefaultTemplate', own('feature-copy-2.json'));
    await eventually('the other one to be the default', () => (read('feature-copy.json')['isDefault'] === undefined && read('feature-copy-2.json')['isDefault'] === true ? true : undefined));
    await command('setDefaultTemplate', builtIn('compound'));
    await eventually('the built-in one to be the default again', () => (read('feature-copy-2.json')['isDefault'] === undefined ? true : undefined));
  });

  it('touches nothing that is no template of its folders', async () => {
    const other = join(workspaceRoot(), 'other.json');
    writeFileSync(other, '{ "id": "x" }');
    for (const id of ['openTemplate', 'deleteTemplate', 'setDefaultTemplate', 'duplicateTemplate']) await command(id, other);
    assert.equal(readFileSync(other, 'utf8'), '{ "id": "x" }');
    assert.ok(!existsSync(own('x-copy.json')));
    assert.equal(vscode.window.activeTextEditor, undefined);
    await command('deleteTemplate', builtIn('compound'));
    assert.ok(existsSync(builtIn('compound')));
  });
});

/** What the tree needs of its extension. */
function fakeContext(extensionPath: string): Pick<vscode.ExtensionContext, 'asAbsolutePath'> {
  return { asAbsolutePath: (path) => join(extensionPath, path) };
}
