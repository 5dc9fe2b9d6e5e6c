import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Frame } from 'playwright-core';
import type { Workbench } from '../driver.ts';
import { openWorkbench } from '../driver.ts';
import { repositoryRoot } from '../toolchain.ts';
import { button, createProject, phaseNode } from './questions.ts';
import { commitAll } from './repository.ts';

const settings = { 'phasegate.model': 'rehearsal', 'phasegate.approval': 'all' };

describe('a first run in VS Code', function () {
  this.timeout(180_000);

  let folder: string;
  let opened: Workbench | undefined;

  before(async () => {
    folder = join(mkdtempSync(join(tmpdir(), 'phasegate-journey-')), 'tally');
    cpSync(join(repositoryRoot, 'test/sample'), folder, { recursive: true });
    commitAll(folder);
    opened = await openWorkbench(folder, { theme: 'dark', name: 'first-run', settings });
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await opened?.screenshot(`failed-${this.currentTest.title.replaceAll(/\W+/g, '-')}`);
  });

  after(async () => {
    await opened?.close();
    rmSync(join(folder, '..'), { recursive: true, force: true });
  });

  it('begins with a welcome that says what to do', async () => {
    await workbench().openView('Phasegate');
    await workbench().page.locator('.welcome-view-content', { hasText: 'A project has a goal' }).waitFor();
    await workbench().screenshot('journey-1-welcome');
  });

  it('creates a project by three questions', async () => {
    await createProject(workbench(), { name: 'Tally', goal: 'Make the failing test pass', workflow: 'Compound workflow' });
    const pipeline = await workbench().webviewFrame('Phasegate');
    await button(pipeline, 'Start').waitFor();
    await workbench().screenshot('journey-2-created');
  });

  it('runs from Start to the first boundary, and shows what happens', async () => {
    const pipeline = await workbench().webviewFrame('Phasegate');
    await button(pipeline, 'Start').click();
    await phaseNode(pipeline, /Plan.*running/i).waitFor();
    await pipeline.getByText('read_file').first().waitFor();
    await workbench().screenshot('journey-3-running');
    await phaseNode(pipeline, /Plan.*completed/i).waitFor({ timeout: 60_000 });
    await workbench().statusItem('ready to continue').waitFor();
    await workbench().screenshot('journey-4-held');
  });

  it('goes on after Continue, in auto mode, to the end', async () => {
    const pipeline = await workbench().webviewFrame('Phasegate');
    await button(pipeline, 'Continue').click();
    await phaseNode(pipeline, /Architecture.*completed/i).waitFor({ timeout: 60_000 });
    await workbench().runCommand('Phasegate: Toggle Auto Mode');
    await phaseNode(pipeline, /Execute, (Running|Completed)/).waitFor({ timeout: 60_000 });
    await pipeline.getByText('edit_file').first().waitFor();
    await workbench().screenshot('pipeline-dark');
    await workbench().statusItem('completed').waitFor({ timeout: 150_000 });
    await workbench().screenshot('journey-5-completed');
  });

  it('has changed files on disk, so that the failing test passes', () => {
    const test = spawnSync(process.execPath, ['--test'], { cwd: folder, encoding: 'utf8' });
    assert.equal(test.status, 0, test.stdout);
  });

  it('shows the artifacts of the run in the tree and in the inspector', async () => {
    await workbench().page.keyboard.press('Escape');
    await workbench().treeItem('decision-log').waitFor();
    await workbench().runCommand('Phasegate: Inspect Artifact');
    await workbench().pick('Plan');
    const inspector = await workbench().webviewFrame('Plan');
    await inspector.getByText('decision', { exact: false }).first().waitFor();
    await workbench().setTheme('light');
    await workbench().screenshot('inspector-light');
  });

  it('comes back after the window is reloaded', async () => {
    await workbench().reload();
    await workbench().statusItem('completed').waitFor({ timeout: 60_000 });
    const pipeline = await restoredPipeline();
    await phaseNode(pipeline, /Plan.*completed/i).waitFor({ timeout: 30_000 });
    await workbench().screenshot('journey-7-reloaded');
  });

  it('can be used by keyboard alone', async () => {
    const pipeline = await restoredPipeline();
    const { keyboard } = workbench().page;
    const focused = () => pipeline.evaluate<string>(`document.activeElement?.getAttribute('data-phase') ?? ''`);
    await pipeline.locator('body').focus();
    for (let presses = 0; presses < 20 && (await focused()) === ''; presses += 1) await keyboard.press('Tab');
    const first = await focused();
    assert.notEqual(first, '', 'Tab reaches the drawing');
    await keyboard.press(first === 'plan' ? 'ArrowDown' : 'ArrowUp');
    const next = await focused();
    assert.notEqual(next, first, `an arrow moves on from ${first}`);
    await keyboard.press('Enter');
    assert.equal(await pipeline.locator(`button[data-phase="${next}"]`).getAttribute('aria-pressed'), 'true');
    await workbench().screenshot('journey-8-keyboard');
  });

  for (const theme of ['light', 'dark', 'high-contrast', 'high-contrast-light'] as const) {
    it(`can be read in the ${theme} theme`, async () => {
      await workbench().setTheme(theme);
      const pipeline = await restoredPipeline();
      await phaseNode(pipeline, /Plan.*completed/i).waitFor();
      await workbench().screenshot(`journey-pipeline-${theme}`);
    });
  }

  it('shows in high contrast what a phase did', async () => {
    await workbench().setTheme('high-contrast');
    const pipeline = await restoredPipeline();
    await phaseNode(pipeline, /Execute/).click();
    await pipeline.getByText('edit_file').first().waitFor();
    await workbench().screenshot('pipeline-high-contrast');
  });

  function workbench(): Workbench {
    assert.ok(opened, 'the workbench is open');
    return opened;
  }

  async function restoredPipeline(): Promise<Frame> {
    await workbench().runCommand('Phasegate: Open Pipeline');
    return workbench().webviewFrame('Phasegate');
  }
});
