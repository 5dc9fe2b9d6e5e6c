import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { Workbench } from '../driver.ts';
import { openWorkbench } from '../driver.ts';
import { runCommand } from '../quickInput.ts';
import { repositoryRoot } from '../toolchain.ts';
import { webviewFrame } from '../webviewFrames.ts';
import { button, createProject, phaseNode } from './questions.ts';

const settings = { 'phasegate.model': 'rehearsal', 'phasegate.approval': 'all', 'phasegate.autoProceed': true };

describe('an editor that dies, and two windows on one folder', function () {
  this.timeout(180_000);

  let folder: string;
  let opened: Workbench | undefined;
  let second: Page | undefined;

  before(async () => {
    folder = join(mkdtempSync(join(tmpdir(), 'phasegate-interrupted-')), 'tally');
    cpSync(join(repositoryRoot, 'test/sample'), folder, { recursive: true });
    opened = await openWorkbench(folder, { theme: 'dark', name: 'interrupted', settings });
  });

  afterEach(async function () {
    if (this.currentTest?.state !== 'failed') return;
    await opened?.screenshot(`failed-${this.currentTest.title.replaceAll(/\W+/g, '-')}`);
    await second?.screenshot({ path: join(repositoryRoot, `test-output/screenshots/failed-second-window.png`) });
  });

  after(async () => {
    await opened?.close();
    rmSync(join(folder, '..'), { recursive: true, force: true });
  });

  it('finds a killed run paused where it was, and takes it to its end', async () => {
    await workbench().openView('Phasegate');
    await createProject(workbench(), { name: 'Tally', goal: 'Make the failing test pass', workflow: 'Compound workflow' });
    const before = await workbench().webviewFrame('Phasegate');
    await button(before, 'Start').click();
    await phaseNode(before, /Plan, Completed/i).waitFor({ timeout: 60_000 });

    await workbench().killEditor();
    await workbench().openView('Phasegate');
    await workbench().statusItem('paused').waitFor({ timeout: 60_000 });
    await workbench().screenshot('interrupted-1-paused');
    await workbench().runCommand('Phasegate: Open Pipeline');
    const after = await workbench().webviewFrame('Phasegate');
    await phaseNode(after, /Plan, Completed/i).waitFor();
    await button(after, 'Resume').click();
    await workbench().statusItem('completed').waitFor({ timeout: 120_000 });
  });

  it('shows the runs in a second window, without a button that could change them', async () => {
    second = await workbench().page.context().newPage();
    await second.goto(workbench().page.url());
    await second.locator('.part.activitybar .action-item', { has: second.locator('[aria-label^="Phasegate"]') }).click();
    await second.locator('.part.sidebar [role="treeitem"]', { hasText: 'Tally' }).waitFor({ timeout: 60_000 });
    const view = await webviewFrame(second, 'Pipeline');
    await view.getByText('Retrospective').first().waitFor();
    assert.equal(await view.getByRole('button', { name: 'Start', exact: true }).count(), 0);
    await second.locator('.part.sidebar', { hasText: 'Another window owns' }).waitFor();
    await second.screenshot({ path: join(repositoryRoot, 'test-output/screenshots/interrupted-2-second-window.png') });
  });

  it('lets the second window take over when the first one is gone', async () => {
    assert.ok(second);
    await workbench().page.goto('about:blank');
    await startsWithin(second, 30_000);
  });

  /** Asks for a new run until this window may start one. */
  async function startsWithin(page: Page, timeoutMs: number): Promise<void> {
    const running = page.locator('.part.statusbar .statusbar-item', { hasText: /running/ });
    for (const deadline = Date.now() + timeoutMs; Date.now() < deadline; ) {
      await runCommand(page, 'Phasegate: Start');
      if (await running.waitFor({ timeout: 2_000 }).then(() => true, () => false)) return;
    }
    assert.fail('The second window never came to own the projects.');
  }

  function workbench(): Workbench {
    assert.ok(opened, 'the workbench is open');
    return opened;
  }
});
