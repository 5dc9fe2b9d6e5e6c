import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Workbench } from '../driver.ts';
import { openWorkbench } from '../driver.ts';
import { repositoryRoot } from '../toolchain.ts';
import { button, createProject, phaseNode } from './questions.ts';
import { commitAll } from './repository.ts';

const settings = { 'phasegate.model': 'rehearsal', 'phasegate.approval': 'all', 'phasegate.autoProceed': true };
/** Its first phase asks for something else than the compound workflow's. */
const misfit = {
  id: 'other', name: 'Other plan', version: 1,
  phases: [{ id: 'plan', name: 'Plan', type: 'automated', prompt: 'Plan {{input.goal}}.', output: 'spec' }],
};

describe('going back, and going another way, in VS Code', function () {
  this.timeout(180_000);

  let folder: string;
  let opened: Workbench | undefined;
  const original = readFileSync(join(repositoryRoot, 'test/sample/src/discount.js'), 'utf8');
  const present = (): string => readFileSync(join(folder, 'src/discount.js'), 'utf8');

  before(async () => {
    folder = join(mkdtempSync(join(tmpdir(), 'phasegate-rollback-')), 'tally');
    cpSync(join(repositoryRoot, 'test/sample'), folder, { recursive: true });
    commitAll(folder);
    mkdirSync(join(folder, '.phasegate/templates'), { recursive: true });
    writeFileSync(join(folder, '.phasegate/templates/other.json'), JSON.stringify(misfit, null, 2));
    opened = await openWorkbench(folder, { theme: 'dark', name: 'rollback', settings });
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await opened?.screenshot(`failed-${this.currentTest.title.replaceAll(/\W+/g, '-')}`);
  });

  after(async () => {
    await opened?.close();
    rmSync(join(folder, '..'), { recursive: true, force: true });
  });

  it('needs a run that has changed files', async () => {
    await workbench().openView('Phasegate');
    // The tree of the run is long, and what a small view does not show is not there.
    for (const name of ['Pipeline', 'Artifacts']) await workbench().page.locator('.part.sidebar .pane-header', { hasText: new RegExp(`^${name}$`) }).click();
    await createProject(workbench(), { name: 'Tally', goal: 'Make the failing test pass', workflow: 'Compound workflow' });
    await button(await workbench().webviewFrame('Phasegate'), 'Start').click();
    await workbench().statusItem('completed').waitFor({ timeout: 150_000 });
    assert.notEqual(present(), original);
  });

  it('lists the checkpoints with what each would take back, and change on disk', async () => {
    await workbench().runCommand('Phasegate: Roll Back …');
    await row(/End of Synthesize/).filter({ hasText: /Changes 2 files; takes back Execute, Retrospective/ }).waitFor();
    await row(/looking at the files/).waitFor({ state: 'detached' });
    await workbench().screenshot('rollback-1-checkpoints');
  });

  it('shows every file that would change, each in the diff editor, before anything does', async () => {
    await workbench().pick('End of Synthesize');
    await row(/src\/discount\.js/).click();
    await workbench().editorTab('src/discount.js (now ↔ End of Synthesize)').waitFor();
    await workbench().page.locator('.monaco-diff-editor .line-insert').first().waitFor();
    await row(/Roll Back/).first().waitFor();
    assert.notEqual(present(), original);
    await workbench().screenshot('rollback-2-preview');
  });

  it('takes run and files back, and says what came of it', async () => {
    const before = present();
    await row(/^\s*Roll Back/).first().click();
    await workbench().notification('Rolled back to the end of Synthesize. 2 files are as they were then.').waitFor();
    assert.equal(present(), original);
    await workbench().statusItem('paused').waitFor();
    await workbench().runCommand('Phasegate: Open Pipeline');
    await phaseNode(await workbench().webviewFrame('Phasegate'), /Execute, Pending/).waitFor();
    await expand('Execute');
    await workbench().treeItem(/Item 2.*rolled back/).waitFor();
    await workbench().screenshot('rollback-3-done');
    await workbench().notification('Rolled back to the end of Synthesize').getByRole('button', { name: 'Undo' }).click();
    await workbench().notification('The rollback was undone. 2 files are as they were then.').waitFor();
    assert.equal(present(), before);
    await phaseNode(await workbench().webviewFrame('Phasegate'), /Execute, Completed/).waitFor();
    await workbench().treeItem(/Item 2.*completed/).waitFor();
  });

  it('can be done by keyboard alone, from a node of the drawing', async () => {
    const pipeline = await workbench().webviewFrame('Phasegate');
    await workbench().setTheme('light');
    await phaseNode(pipeline, /Synthesize/).focus();
    const { keyboard } = workbench().page;
    await keyboard.press('Enter');
    await button(pipeline, 'Roll back to here…').waitFor();
    await workbench().screenshot('rollback-4-phase-light');
    await button(pipeline, 'Roll back to here…').focus();
    await keyboard.press('Enter');
    await row(/src\/discount\.js/).waitFor();
    await keyboard.press('Enter');
    await workbench().notification('Rolled back to the end of Synthesize').first().waitFor();
    assert.equal(present(), original);
    await button(pipeline, 'Resume').waitFor();
    await workbench().setTheme('high-contrast');
    await workbench().screenshot('rollback-5-high-contrast');
  });

  it('forks from a finished phase, and names the parent', async () => {
    await workbench().runCommand('Phasegate: Fork from Phase …');
    await workbench().pick('Synthesize');
    await workbench().pick('The same: Compound workflow');
    const pipeline = await workbench().webviewFrame('Phasegate');
    await pipeline.getByRole('button', { name: 'forked from Synthesize' }).waitFor();
    await phaseNode(pipeline, /Synthesize, Completed/).waitFor();
    await workbench().treeItem(/forked from Synthesize/).waitFor();
    await workbench().screenshot('fork-1-created');
    await button(pipeline, 'Start').click();
    await workbench().statusItem('completed').waitFor({ timeout: 120_000 });
    assert.notEqual(present(), original);
    await pipeline.getByRole('button', { name: 'forked from Synthesize' }).click();
    await phaseNode(pipeline, /Execute, Pending/).waitFor();
  });

  it('names what does not fit another workflow, asks again, and begins on the files of then', async () => {
    await workbench().runCommand('Phasegate: Fork from Phase …');
    await workbench().pick('Plan');
    await workbench().pick('Other plan');
    const dialog = workbench().page.locator('.monaco-dialog-box', { hasText: 'its artifact is a decision-log' });
    await dialog.waitFor();
    await workbench().page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
    await workbench().screenshot('fork-2-misfit');
    await workbench().page.keyboard.press('Escape');
    await workbench().pick('The same: Compound workflow');
    await workbench().pick('The files as they were at the end of Plan');
    const pipeline = await workbench().webviewFrame('Phasegate');
    await pipeline.getByRole('button', { name: 'forked from Plan' }).waitFor();
    assert.equal(present(), original);
    await workbench().screenshot('fork-3-files-of-then');
  });

  async function expand(name: string): Promise<void> {
    const item = workbench().treeItem(new RegExp(`^\\s*${name}`)).first();
    await item.click();
    if ((await item.getAttribute('aria-expanded')) !== 'true') await workbench().page.keyboard.press('ArrowRight');
  }

  function row(text: RegExp) {
    return workbench().page.locator('.quick-input-widget .monaco-list-row', { hasText: text });
  }

  function workbench(): Workbench {
    assert.ok(opened, 'the workbench is open');
    return opened;
  }
});
