import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Frame, Locator } from 'playwright-core';
import type { FaultServer } from '../../servers/faultServer.ts';
import { startScriptedModel } from '../../servers/scriptedModel.ts';
import type { Workbench } from '../driver.ts';
import { openWorkbench } from '../driver.ts';
import { button, createProject, phaseNode, startWithKey } from './questions.ts';

const numbers = { type: 'object', properties: { lengthMetres: { type: 'integer', minimum: 1 } }, required: ['lengthMetres'], additionalProperties: false };
const words = { type: 'object', properties: { advice: { type: 'string' } }, required: ['advice'], additionalProperties: false };
const template = {
  id: 'survey', name: 'Survey', version: 1, defaults: { attempts: 1 },
  phases: [
    { id: 'measure', name: 'Measure', type: 'automated', prompt: 'Measure the fence. {{input.goal}}', output: { type: 'measurement', schema: numbers } },
    { id: 'weather', name: 'Weather', type: 'automated', prompt: 'Look at the sky.', output: { type: 'forecast', schema: words } },
    { id: 'advise', name: 'Advise', type: 'automated', dependsOn: ['measure', 'weather'], prompt: 'Advise.', output: { type: 'advice', schema: words } },
    { id: 'publish', name: 'Publish', type: 'automated', dependsOn: ['advise'], prompt: 'Publish.', output: { type: 'page', schema: words } },
  ],
};
const taint = 'rests on an output accepted unvalidated: Measure';

describe('an output that a person accepts unvalidated, in VS Code', function () {
  this.timeout(120_000);

  let folder: string;
  let model: FaultServer;
  let opened: Workbench | undefined;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'phasegate-forced-'));
    mkdirSync(join(folder, '.phasegate/templates'), { recursive: true });
    writeFileSync(join(folder, '.phasegate/templates/survey.json'), JSON.stringify(template, null, 2));
    const answer = (text: string): object => (text.includes('Measure the fence') ? { lengthMetres: 'about twelve' } : { advice: 'Paint it before the rain.' });
    model = await startScriptedModel(({ text }) => ({ text: 'I say what I know.', calls: [{ name: 'submit_artifact', input: answer(text) }] }));
    opened = await openWorkbench(folder, { theme: 'light', name: 'forced', settings: { 'phasegate.anthropic.baseUrl': model.url, 'phasegate.autoProceed': true } });
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await opened?.screenshot(`failed-${this.currentTest.title.replaceAll(/\W+/g, '-')}`);
  });

  after(async () => {
    await opened?.close();
    await model.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('stops at the output that does not fit, and shows output and issues side by side', async () => {
    await workbench().openView('Phasegate');
    await createProject(workbench(), { name: 'Fence', goal: 'Is it ready for winter?', workflow: 'Survey' });
    await startWithKey(workbench(), 'sk-ant-canary-0123456789abcdef');
    const panel = await workbench().webviewFrame('Phasegate');
    await phaseNode(panel, /Measure, Needs decision/).click();
    await panel.getByText('/lengthMetres').first().waitFor();
    await workbench().screenshot('forced-1-decision');
  });

  it('takes it as it is after a second question, by keyboard', async () => {
    const panel = await workbench().webviewFrame('Phasegate');
    const { page } = workbench();
    const dialog = page.locator('.monaco-dialog-box', { hasText: 'although it is not valid' });
    await press(panel, 'Accept as it is', dialog);
    await workbench().screenshot('forced-2-confirm');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await phaseNode(panel, /Measure, Needs decision/).waitFor();
    await press(panel, 'Accept as it is', dialog);
    await dialog.getByRole('button', { name: 'Accept Unvalidated' }).focus();
    await page.keyboard.press('Enter');
    await workbench().statusItem('completed').waitFor({ timeout: 60_000 });
  });

  it('marks it, and everything that rests on it, in the drawing and in the trees; what does not is clean', async () => {
    const panel = await workbench().webviewFrame('Phasegate');
    await phaseNode(panel, /Measure, Completed, accepted unvalidated/).waitFor();
    for (const name of ['Advise', 'Publish']) await phaseNode(panel, new RegExp(`${name}, Completed, ${taint}`)).waitFor();
    assert.equal(await phaseNode(panel, /Weather, Completed$/).count(), 1);
    await phaseNode(panel, /Publish/).click();
    await panel.getByText(`R${taint.slice(1)}`).waitFor();
    await workbench().treeItem(/Measure.*accepted unvalidated/).first().waitFor();
    await workbench().treeItem(/Publish.*rests on unvalidated/).first().waitFor();
    for (const theme of ['light', 'dark', 'high-contrast'] as const) {
      await workbench().setTheme(theme);
      await workbench().screenshot(`forced-3-taint-${theme}`);
    }
  });

  it('says so in the artifact inspector too', async () => {
    await workbench().runCommand('Phasegate: Inspect Artifact');
    await workbench().pick('Publish');
    await (await workbench().webviewFrame('Publish')).getByText(`R${taint.slice(1)}`).waitFor();
    await workbench().runCommand('Phasegate: Inspect Artifact');
    await workbench().pick('Measure');
    await (await workbench().webviewFrame('Measure')).getByText('A person accepted it although it did not validate').waitFor();
    await workbench().screenshot('forced-4-inspector');
  });

  /** Presses a button of the page by keyboard; a dialog that was just closed can take the key, which is then pressed again. */
  async function press(panel: Frame, name: string, expected: Locator): Promise<void> {
    for (let attempt = 0; attempt < 5; attempt += 1) {
      await button(panel, name).focus();
      await workbench().page.keyboard.press('Enter');
      if (await expected.waitFor({ timeout: 3_000 }).then(() => true, () => false)) return;
    }
    assert.fail(`${name} did nothing.`);
  }

  function workbench(): Workbench {
    assert.ok(opened, 'the workbench is open');
    return opened;
  }
});
