import assert from 'node:assert/strict';
import type { Frame, Locator } from 'playwright-core';
import type { Workbench } from '../driver.ts';
import { button, createProject, phaseNode, startWithKey } from './questions.ts';
import { scriptedScene } from './scriptedScene.ts';

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

  const answer = (text: string): object => (text.includes('Measure the fence') ? { lengthMetres: 'about twelve' } : { advice: 'Paint it before the rain.' });
  const scene = scriptedScene({
    name: 'forced', theme: 'light', template,
    answer: ({ text }) => ({ text: 'I say what I know.', calls: [{ name: 'submit_artifact', input: answer(text) }] }),
    settings: { 'phasegate.autoProceed': true },
  });

  it('stops at the output that does not fit, and shows output and issues side by side', async () => {
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
    return scene().workbench;
  }
});
