import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ScriptedReply } from '../../servers/scriptedModel.ts';
import type { Workbench } from '../driver.ts';
import { button, createProject, phaseNode } from './questions.ts';
import { scriptedScene } from './scriptedScene.ts';

const key = 'sk-ant-canary-0123456789abcdef';
const schema = { type: 'object', properties: { colour: { type: 'string', enum: ['red', 'green'] } }, required: ['colour'], additionalProperties: false };
const template = {
  id: 'painter', name: 'Painter', version: 1, defaults: { attempts: 1 },
  phases: [{ id: 'paint', name: 'Paint', type: 'interactive', prompt: 'Paint the fence. {{input.goal}}', tools: ['ask_user', 'write_file'], output: { type: 'paint-job', schema } }],
};

/** Asks, writes, and ends with an output that its schema does not allow. */
function script(turn: number): ScriptedReply {
  if (turn === 0) return { text: 'First a question.', calls: [{ name: 'ask_user', input: { question: 'Which colour?', options: ['red', 'green'] } }] };
  if (turn === 1) return { text: 'I write it down.', calls: [{ name: 'write_file', input: { path: 'fence.txt', content: 'green\n' } }] };
  return { text: 'Done.', calls: [{ name: 'submit_artifact', input: { colour: 'blue' } }] };
}

describe('a run that needs a person, in VS Code', function () {
  this.timeout(120_000);

  const scene = scriptedScene({
    name: 'waits', theme: 'light', template,
    answer: ({ turn }) => script(turn),
  });

  it('offers the workflow of the workspace', async () => {
    await createProject(workbench(), { name: 'Fence', goal: 'A painted fence', workflow: 'Painter' });
    await workbench().webviewFrame('Phasegate');
  });

  it('asks for the key that is missing, keeps it as a secret, and sends it to the model alone', async () => {
    await button(await workbench().webviewFrame('Phasegate'), 'Start').click();
    const dialog = workbench().page.locator('.monaco-dialog-box', { hasText: 'There is no Anthropic API key yet.' });
    await dialog.waitFor();
    await workbench().screenshot('waits-1-no-key');
    await dialog.getByRole('button', { name: 'Set API Key' }).click();
    await workbench().answer(key);
    await workbench().statusItem('Paint: waiting for you').waitFor();
    assert.equal(scene().model.requests[0]?.headers['authorization'], `Bearer ${key}`);
    assert.equal(JSON.stringify(scene().model.requests.map(({ body }) => body)).includes(key), false);
  });

  it('asks its question in the panel, and takes the answer there', async () => {
    const panel = await workbench().webviewFrame('Phasegate');
    await phaseNode(panel, /Paint/).click();
    await panel.getByText('Which colour?').first().waitFor();
    await workbench().screenshot('waits-2-question');
    assert.equal(await workbench().notification('Which colour?').count(), 0, 'whoever sees the panel needs no notification');
    await workbench().runCommand('File: New Untitled Text File');
    await workbench().runCommand('Phasegate: Answer Question');
    await workbench().pick('green');
  });

  it('asks in a notification where the panel is not seen, before it writes', async () => {
    await workbench().notification('fence.txt').waitFor();
    assert.equal(existsSync(join(scene().folder, 'fence.txt')), false);
    await workbench().screenshot('waits-3-approval');
    await workbench().notification('fence.txt').getByRole('button', { name: 'Allow', exact: true }).click();
    await workbench().notification('needs your decision').waitFor();
    assert.equal(readFileSync(join(scene().folder, 'fence.txt'), 'utf8'), 'green\n');
  });

  it('opens an invalid output for editing, refuses it while it is invalid, and accepts it when it is right', async () => {
    await workbench().screenshot('waits-4-decision');
    await workbench().runCommand('Phasegate: Edit and Accept Output');
    await workbench().editorTab('paint.json').waitFor();
    await replaceText('{"colour": "pink"}');
    await workbench().notification('Not valid').waitFor();
    await workbench().screenshot('waits-5-refused');
    await replaceText('{"colour": "green"}');
    await workbench().statusItem('completed').waitFor();
  });

  /** Pasted, because what is typed the editor completes. */
  async function replaceText(text: string): Promise<void> {
    const { page } = workbench();
    await page.locator('.editor-instance .monaco-editor').first().click();
    await page.keyboard.press('Control+A');
    await page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(text)})`);
    await page.keyboard.press('Control+V');
    await page.keyboard.press('Control+S');
  }

  function workbench(): Workbench {
    return scene().workbench;
  }
});
