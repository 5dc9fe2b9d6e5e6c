import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Workbench } from '../driver.ts';
import { openWorkbench } from '../driver.ts';
import { repositoryRoot } from '../toolchain.ts';
import { button } from './questions.ts';

describe('templates in VS Code', function () {
  this.timeout(180_000);

  let folder: string;
  let opened: Workbench | undefined;
  const own = (name: string): string => join(folder, '.phasegate/templates', name);

  before(async () => {
    folder = join(mkdtempSync(join(tmpdir(), 'phasegate-journey-')), 'tally');
    cpSync(join(repositoryRoot, 'test/sample'), folder, { recursive: true });
    mkdirSync(join(folder, '.phasegate/templates'), { recursive: true });
    writeFileSync(own('release.json'), '{\n  "id": "release",\n  "name": "Release",\n  "version": 1,\n  "phase": []\n}\n');
    opened = await openWorkbench(folder, { theme: 'light', name: 'templates', settings: { 'phasegate.model': 'rehearsal', 'phasegate.approval': 'all' } });
    await workbench().openView('Phasegate');
    for (const name of ['Projects', 'Pipeline', 'Artifacts']) await workbench().page.locator('.part.sidebar .pane-header', { hasText: new RegExp(`^${name}$`) }).click();
    await workbench().expandView('Templates');
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await opened?.screenshot(`failed-${this.currentTest.title.replaceAll(/\W+/g, '-')}`);
  });

  after(async () => {
    await opened?.close();
    rmSync(join(folder, '..'), { recursive: true, force: true });
  });

  it('are listed by whose they are, with the problems of a broken one', async () => {
    await workbench().treeItem(/release\.json.*2 problems/).waitFor();
    for (const name of ['Compound workflow', 'Feature', 'Review only', 'Specification first']) await workbench().treeItem(name).waitFor();
    await workbench().treeItem('Feature').first().click();
    await workbench().editorTab('feature.json').waitFor();
    await workbench().screenshot('templates-1-view');
  });

  it('are duplicated to the workspace, where the copy is open to be edited', async () => {
    await workbench().runCommand('Phasegate: Duplicate Template to Workspace');
    await workbench().pick('Quick fix');
    await workbench().editorTab('quick-fix-copy.json').waitFor();
    await workbench().treeItem('Quick fix (copy)').waitFor();
    assert.match(readFileSync(own('quick-fix-copy.json'), 'utf8'), /"clonedFrom": "quick-fix"/);
  });

  it('start a project', async () => {
    const item = workbench().treeItem('Quick fix (copy)');
    await item.hover();
    await item.getByLabel('New Project from Template').click();
    await workbench().answer('Make the failing test pass');
    const pipeline = await workbench().webviewFrame('Phasegate');
    await button(pipeline, 'Start').waitFor();
    await workbench().screenshot('templates-2-started');
  });

  it('are deleted after a question', async () => {
    await workbench().runCommand('Phasegate: Delete Template …');
    await workbench().pick('Quick fix (copy)');
    await workbench().page.locator('.monaco-dialog-box').getByRole('button', { name: 'Delete' }).click();
    await workbench().treeItem('Quick fix (copy)').waitFor({ state: 'detached' });
  });

  function workbench(): Workbench {
    assert.ok(opened);
    return opened;
  }
});
