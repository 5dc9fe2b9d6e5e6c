import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../editor/browser.ts';
import { artifactMessage, taskQueue, taskQueueMessage } from './artifacts.ts';
import { openHost, type Host } from './hostPage.ts';
import { themeNames, type ThemeName } from './themes.ts';

describe('artifact inspector in Chromium', function () {
  this.timeout(60_000);
  let browser: Browser;
  let host: Host;

  before(async () => { browser = await launchBrowser(); });
  after(() => browser.close());
  afterEach(async () => {
    assert.deepEqual(host.troubles, []);
    await host.close();
  });

  async function open(theme: ThemeName = 'dark'): Promise<void> {
    host = await openHost(browser, { page: 'inspector', theme, width: 1_000, height: 900 });
    await host.post(taskQueueMessage());
    await host.taken();
  }

  for (const theme of themeNames) {
    it(`is readable in the ${theme} theme`, async () => {
      await open(theme);
      await host.page.getByRole('heading', { name: 'Subtract one from the month' }).waitFor();
      await host.screenshot(`inspector-${theme}`);
    });
  }

  it('goes from a task to its decision', async () => {
    await open();
    await host.page.getByRole('link', { name: 'd2' }).click();
    assert.equal(await host.page.evaluate(() => document.activeElement?.id), 'artifact-d2');
  });

  it('filters and marks what is searched for', async () => {
    await open();
    await host.page.locator('vscode-text-field').click();
    await host.page.keyboard.type('readme');
    await host.page.getByText('2 matches').waitFor();
    assert.deepEqual(await host.page.locator('mark').allTextContents(), ['README', 'README']);
    assert.equal(await host.page.locator('.item').count(), 1);
    await host.screenshot('inspector-search');
    await host.page.keyboard.press('Escape');
    await host.page.locator('.item').nth(2).waitFor();
  });

  it('shows, copies and opens the JSON', async () => {
    await open();
    await host.page.getByRole('tab', { name: 'Readable' }).focus();
    await host.page.keyboard.press('ArrowRight');
    assert.deepEqual(JSON.parse((await host.page.locator('.json').textContent())!), taskQueue);
    await host.screenshot('inspector-json');
    await host.page.getByRole('button', { name: 'Copy as JSON' }).click();
    await host.page.getByRole('button', { name: 'Copied' }).waitFor();
    assert.deepEqual(JSON.parse(await host.page.evaluate(() => navigator.clipboard.readText())), taskQueue);
    await host.page.getByRole('button', { name: 'Open the JSON in an editor' }).click();
    await host.page.getByRole('link', { name: 'decision-log of Plan' }).click();
    assert.deepEqual(await host.taken(), [{ type: 'open-json', artifact: 'artifact-1' }, { type: 'open-artifact', artifact: 'artifact-0' }]);
  });

  it('opens a large artifact without delay', async () => {
    await open();
    const items = Array.from({ length: 2_000 }, (_, index) => ({ id: `t${index}`, title: `Task ${index}`, description: 'A longer text.\n\nWith two paragraphs.', files: ['a.ts', 'b.ts'] }));
    const startedAt = performance.now();
    await host.post(artifactMessage({ items }, {}, { id: 'big' as never }));
    await host.page.getByRole('heading', { name: 'Task 0', exact: true }).waitFor();
    console.log(`      2,000 cards shown after ${Math.round(performance.now() - startedAt)} ms`);
  });
});
