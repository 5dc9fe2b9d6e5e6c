import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Workbench } from '../driver.ts';
import { openWorkbench } from '../driver.ts';

describe('the installed extension in a folder that is not trusted', () => {
  let folder: string;
  let workbench: Workbench | undefined;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'phasegate-restricted-'));
    workbench = await openWorkbench(folder, { isTrusted: false, name: 'restricted' });
  });

  after(async () => {
    await workbench?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is there, and the window says that it is restricted', async () => {
    await workbench!.statusItem('Restricted Mode').waitFor();
    await workbench!.openView('Phasegate');
    await workbench!.page.locator('.welcome-view-content', { hasText: 'it waits until you trust it' }).waitFor();
    await workbench!.screenshot('restricted');
  });

  it('runs nothing, and says why', async () => {
    await workbench!.runCommand('Phasegate: Start');
    await workbench!.notification('nothing runs until you trust it').waitFor();
    await workbench!.runCommand('Phasegate: Open Pipeline');
    const pipeline = await workbench!.webviewFrame('Phasegate');
    await pipeline.getByText('it waits until you trust it').waitFor();
    await workbench!.screenshot('restricted-panel');
  });
});
