import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Workbench } from '../driver.ts';
import { openWorkbench } from '../driver.ts';

describe('the installed extension in VS Code', () => {
  let folder: string;
  let workbench: Workbench | undefined;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'phasegate-journey-'));
    workbench = await openWorkbench(folder, { theme: 'light', name: 'opens' });
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await workbench?.screenshot(`failed-${this.currentTest.title.replaceAll(/\W+/g, '-')}`);
  });

  after(async () => {
    await workbench?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('has an icon in the activity bar', async () => {
    await workbench!.activityIcon('Phasegate').waitFor();
  });

  for (const theme of ['light', 'dark', 'high-contrast'] as const) {
    it(`shows its views in the ${theme} theme`, async () => {
      await workbench!.setTheme(theme);
      await workbench!.openView('Phasegate');
      await workbench!.screenshot(`views-${theme}`);
    });
  }

  it('keeps its place when the window is reloaded', async () => {
    await workbench!.reload();
    await workbench!.openView('Phasegate');
    assert.equal(await workbench!.activityIcon('Phasegate').isVisible(), true);
  });
});
