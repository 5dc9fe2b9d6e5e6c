import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import assert from 'node:assert/strict';
import type { Workbench } from '../driver.ts';
import { openWorkbench } from '../driver.ts';
import { cleanUp, storeWith } from '../../engine/storage/fixtures.ts';

describe('a store that cannot be used, in VS Code', function () {
  this.timeout(90_000);

  const garbage = 'this is no database '.repeat(500);
  let folder: string;
  let store: string;
  let opened: Workbench | undefined;

  before(async () => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'phasegate-store-')));
    opened = await openWorkbench(folder, { theme: 'light', name: 'store-problems' });
    store = join(opened.profileFolder, 'User/globalStorage/phasegate.phasegate', createHash('sha256').update(folder).digest('hex'));
    mkdirSync(store, { recursive: true });
    writeFileSync(join(store, 'phasegate.db'), garbage);
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await opened?.screenshot(`failed-${this.currentTest.title.replaceAll(/\W+/g, '-')}`);
  });

  after(async () => {
    await opened?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is named in the views, with what to do, and left as it is', async () => {
    await workbench().openView('Phasegate');
    await workbench().page.locator('.welcome-view-content', { hasText: 'is damaged' }).waitFor();
    const pipeline = await workbench().webviewFrame('Pipeline');
    await pipeline.getByText('phasegate.db').first().waitFor();
    await workbench().screenshot('store-damaged');
    assert.equal(readFileSync(join(store, 'phasegate.db'), 'utf8'), garbage);
  });

  it('opens after it was put right, without a reload', async () => {
    renameSync(join(store, 'phasegate.db'), join(store, 'phasegate.db.damaged'));
    await workbench().runCommand('Phasegate: Try Again');
    await workbench().page.locator('.welcome-view-content', { hasText: 'A project has a goal' }).waitFor();
  });

  function workbench(): Workbench {
    assert.ok(opened, 'the workbench is open');
    return opened;
  }
});

describe('a damaged store with a good copy, in VS Code', function () {
  this.timeout(90_000);

  const garbage = 'this is no database '.repeat(500);
  let folder: string;
  let store: string;
  let opened: Workbench | undefined;

  before(async () => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'phasegate-store-')));
    opened = await openWorkbench(folder, { theme: 'light', name: 'store-restore' });
    store = join(opened.profileFolder, 'User/globalStorage/phasegate.phasegate', createHash('sha256').update(folder).digest('hex'));
    await (await storeWith(store, [])).close();
    writeFileSync(join(store, 'phasegate.db'), garbage);
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await opened?.screenshot(`failed-${this.currentTest.title.replaceAll(/\W+/g, '-')}`);
  });

  after(async () => {
    await opened?.close();
    await cleanUp();
    rmSync(folder, { recursive: true, force: true });
  });

  it('shows the copy, says so, and changes nothing', async () => {
    await workbench().openView('Phasegate');
    await workbench().treeItem('Sample').first().waitFor();
    await workbench().notification('is damaged. It is left as it is. A good copy of').waitFor();
    await workbench().screenshot('store-good-copy');
    assert.equal(readFileSync(join(store, 'phasegate.db'), 'utf8'), garbage);
  });

  it('puts it in place after the person agreed, and keeps the damaged file', async () => {
    await workbench().notification('is damaged. It is left as it is.').getByRole('button', { name: 'Restore Good Copy' }).click();
    const dialog = workbench().page.locator('.monaco-dialog-box', { hasText: 'is lost. The damaged file does not tell what that was' });
    await dialog.getByRole('button', { name: 'Restore', exact: true }).click();
    await workbench().notification('The damaged files are kept').waitFor();
    await workbench().treeItem('Sample').first().waitFor();
    const [kept = ''] = readdirSync(join(store, 'quarantine'));
    assert.equal(readFileSync(join(store, 'quarantine', kept), 'utf8'), garbage);
  });

  function workbench(): Workbench {
    assert.ok(opened, 'the workbench is open');
    return opened;
  }
});
