import assert from 'node:assert/strict';
import type { Reply } from '../../servers/faultServer.ts';
import { end, errorBody, start, textBlock, toolBlock } from '../../servers/messagesStream.ts';
import type { ScriptedReply } from '../../servers/scriptedModel.ts';
import type { Workbench } from '../driver.ts';
import { button, createProject, phaseNode, startWithKey } from './questions.ts';
import { scriptedScene } from './scriptedScene.ts';

const schema = { type: 'object', properties: { summary: { type: 'string' } }, required: ['summary'], additionalProperties: false };
const template = {
  id: 'essay', name: 'Essay', version: 1,
  phases: [
    { id: 'draft', name: 'Draft', type: 'automated', prompt: 'Draft it. {{input.goal}}', output: { type: 'draft', schema } },
    { id: 'polish', name: 'Polish', type: 'automated', dependsOn: ['draft'], prompt: 'Polish it.', output: { type: 'essay', schema }, budget: { tokens: 60_000 } },
  ],
};
const busy: Reply = { status: 429, headers: { 'content-type': 'application/json', 'retry-after': '65' }, body: [errorBody('rate_limit_error', 'Too many requests.')] };
const wish = 'Mention the garden gate.';
const submit: ScriptedReply = { text: 'Done.', calls: [{ name: 'submit_artifact', input: { summary: 'A fence and its garden gate' } }] };

/** In order: a turn that takes its time, a vendor that is busy, the end of the draft; then a turn that uses a lot, and the end. */
const script: readonly ScriptedReply[] = [
  { body: [start(), textBlock(0, 'I look around before I write.'), { pauseMs: 12_000 }, toolBlock(1, { name: 'list_files', json: ['{}'] }), end('tool_use')] },
  busy,
  submit,
  { body: [start({ input_tokens: 48_250 }), textBlock(0, 'First I read it again.'), toolBlock(1, { name: 'list_files', json: ['{}'] }), end('tool_use')] },
  submit,
];

describe('a run that meets limits, and a person who has something to say, in VS Code', function () {
  this.timeout(180_000);

  const scene = scriptedScene({
    name: 'limits', theme: 'dark', template,
    answer: ({ index }) => script[index] ?? submit,
    settings: { 'phasegate.autoProceed': true },
  });

  it('takes what a person writes to a phase at work, by keyboard, and tells the model at its next turn', async () => {
    await createProject(workbench(), { name: 'Essay', goal: 'About a fence', workflow: 'Essay' });
    await startWithKey(workbench(), 'sk-ant-canary-0123456789abcdef');
    const panel = await workbench().webviewFrame('Phasegate');
    await phaseNode(panel, /Draft, Running/).waitFor();
    await panel.getByText('I look around').waitFor();
    assert.equal(await phaseNode(panel, /Draft, Running/).count(), 1, 'what the turn under way has said so far is seen');
    await panel.getByRole('textbox', { name: 'Write to Draft' }).click();
    await workbench().page.keyboard.type(wish);
    await workbench().screenshot('limits-1-writing');
    await workbench().page.keyboard.press('Control+Enter');
    await panel.getByText('Your message is told at the next turn.').waitFor();
    await panel.locator('.entry', { hasText: wish }).waitFor();
    await workbench().screenshot('limits-2-written');
    await panel.getByText('The model is told.').waitFor();
    assert.ok(JSON.stringify(scene().model.requests[1]?.body).includes(wish));
  });

  it('pauses while the vendor is busy, and counts down to the time when it goes on', async () => {
    const panel = await workbench().webviewFrame('Phasegate');
    await panel.locator('.banner', { hasText: /Goes on in (1m )?\d+s/ }).waitFor();
    await workbench().statusItem(/paused · goes on at \d/).waitFor();
    assert.equal(await workbench().notification('Too many requests').count(), 0, 'nobody has to do anything');
    for (const theme of ['light', 'high-contrast', 'dark'] as const) {
      await workbench().setTheme(theme);
      await workbench().screenshot(`limits-3-busy-${theme}`);
    }
    assert.equal(scene().model.requests.length, 2);
  });

  it('goes on by itself at the stored time, although the editor died meanwhile', async () => {
    await workbench().killEditor();
    await workbench().openView('Phasegate');
    await workbench().statusItem(/paused · goes on at \d/).waitFor({ timeout: 60_000 });
    await workbench().runCommand('Phasegate: Open Pipeline');
    const panel = await workbench().webviewFrame('Phasegate');
    await panel.locator('.banner', { hasText: /Goes on in \d+s/ }).waitFor();
    await workbench().screenshot('limits-4-restarted');
    await phaseNode(panel, /Draft, Completed/).waitFor({ timeout: 90_000 });
    assert.ok(JSON.stringify(scene().model.requests[2]?.body).includes(wish), 'what was written before is still known');
  });

  it('asks in the panel when a budget is used up', async () => {
    const panel = await workbench().webviewFrame('Phasegate');
    await panel.getByText('The budget of this phase is used up').waitFor();
    await panel.getByText(/of 60,000 tokens/).waitFor();
    await workbench().statusItem('budget used up').waitFor();
    assert.equal(scene().model.requests.length, 4, 'the call that might cost too much was not made');
    for (const theme of ['light', 'high-contrast', 'dark'] as const) {
      await workbench().setTheme(theme);
      await workbench().screenshot(`limits-5-budget-${theme}`);
    }
  });

  it('asks in a notification where the panel is not seen, takes a higher cap, and goes on to the end', async () => {
    await workbench().runCommand('File: New Untitled Text File');
    await workbench().runCommand('Phasegate: Resume');
    const notification = workbench().notification('The budget is used up');
    await notification.waitFor();
    await workbench().screenshot('limits-6-notification');
    await notification.getByRole('button', { name: 'Raise Budget…' }).click();
    await workbench().answer('49000');
    await workbench().page.locator('.quick-input-widget', { hasText: 'The next call alone needs a cap of' }).waitFor();
    await workbench().screenshot('limits-7-too-little');
    await workbench().answer('500000');
    await workbench().statusItem('completed').waitFor({ timeout: 60_000 });
    assert.equal(scene().model.requests.length, 5);
    await workbench().runCommand('Phasegate: Open Pipeline');
    await button(await workbench().webviewFrame('Phasegate'), 'Roll Back…').waitFor();
    await workbench().screenshot('limits-8-completed');
  });

  function workbench(): Workbench {
    return scene().workbench;
  }
});
