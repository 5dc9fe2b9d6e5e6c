import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import type { ScriptedReply } from '../../servers/scriptedModel.ts';
import type { Workbench } from '../driver.ts';
import { button, createProject, phaseNode, startWithKey } from './questions.ts';
import { scriptedScene } from './scriptedScene.ts';

const schema = { type: 'object', properties: { summary: { type: 'string' } }, required: ['summary'], additionalProperties: false };
const template = {
  id: 'mending', name: 'Mending', version: 1,
  phases: [
    { id: 'look', name: 'Look', type: 'automated', prompt: 'Look.', output: { type: 'note', schema } },
    { id: 'mend', name: 'Mend', type: 'automated', dependsOn: ['look'], prompt: 'Mend.', output: { type: 'note', schema }, tools: ['read_file', 'edit_file', 'write_file'] },
  ],
};
const submit: ScriptedReply = { calls: [{ name: 'submit_artifact', input: { summary: 'Looked at the fence and the gate' } }] };
const script: readonly ScriptedReply[] = [
  submit,
  { calls: [{ name: 'read_file', input: { path: 'fence.txt' } }] },
  { text: 'I mend the fence.', calls: [{ name: 'edit_file', input: { path: 'fence.txt', edits: [{ oldText: 'broken plank', newText: 'mended plank' }] } }] },
  { calls: [{ name: 'write_file', input: { path: 'gate.txt', content: 'a gate\n' } }] },
  submit,
];

describe('what a phase would change, and what it changed, in the diff editor', function () {
  this.timeout(90_000);

  const scene = scriptedScene({
    name: 'changes', theme: 'dark', template,
    files: { 'fence.txt': 'a post\na broken plank\na post\n' },
    answer: ({ index }) => script[index] ?? submit,
    settings: { 'phasegate.autoProceed': true, 'phasegate.approval': 'ask' },
  });

  it('are shown from the card that asks, and the question stays open', async () => {
    await createProject(workbench(), { name: 'Garden', goal: 'A whole fence', workflow: 'Mending' });
    await startWithKey(workbench(), 'sk-ant-canary-0123456789abcdef');
    const panel = await workbench().webviewFrame('Phasegate');
    await panel.getByText('Mend asks for permission').waitFor({ timeout: 60_000 });
    await workbench().screenshot('changes-1-card');
    await button(panel, 'Show Changes').click();
    await workbench().editorTab('fence.txt (now ↔ proposed by Mend)').waitFor();
    await inserted('a mended plank').waitFor();
    await workbench().screenshot('changes-2-proposal');
    assert.equal(readFileSync(join(scene().folder, 'fence.txt'), 'utf8'), 'a post\na broken plank\na post\n');
  });

  it('are shown by keyboard too, also of a file that is not there yet', async () => {
    await allow();
    const panel = await workbench().webviewFrame('Phasegate');
    await panel.locator('.effect-place', { hasText: 'gate.txt' }).waitFor();
    await workbench().runCommand('Phasegate: Show Proposed Change');
    await workbench().editorTab('gate.txt (now ↔ proposed by Mend)').waitFor();
    await inserted('a gate').waitFor();
    await allow();
  });

  it('are shown for the phase as a whole when it is done, each file before and after it, whatever happened to the files since', async () => {
    await workbench().runCommand('Phasegate: Open Pipeline');
    const panel = await workbench().webviewFrame('Phasegate');
    await phaseNode(panel, /Mend, Completed/).waitFor({ timeout: 60_000 });
    writeFileSync(join(scene().folder, 'fence.txt'), 'a hedge\n');
    await panel.getByRole('button', { name: 'Changes' }).click();
    await workbench().editorTab('Changes of Mend').waitFor();
    for (const text of ['a mended plank', 'a gate']) await inserted(text).waitFor();
    assert.equal(await inserted('a hedge').count(), 0);
    for (const theme of ['light', 'high-contrast', 'dark'] as const) {
      await workbench().setTheme(theme);
      await workbench().screenshot(`changes-3-phase-${theme}`);
    }
  });

  it('are in the audit: each call says what was decided about it, why, and what the person said', async () => {
    await workbench().treeItem(/^Mend/).or(workbench().treeItem(/Mend.*completed/)).first().click();
    await workbench().page.keyboard.press('ArrowRight');
    await workbench().treeItem('edit_file').click();
    await workbench().editorTab('edit_file.txt').waitFor();
    await workbench().page.locator('.editor-instance', { hasText: /Permission:\sAsked\s·\sthis\scall\swas\sallowed\s·\sIt\schanges\sa\sfile/ }).waitFor();
    await workbench().screenshot('changes-4-audit');
    await workbench().runCommand('Phasegate: Show Costs');
    await workbench().editorTab('costs.txt').waitFor();
    await workbench().screenshot('changes-5-costs');
  });

  it('are said to be unknown where no earlier state of the files is kept, and a phase that only looks offers none', async () => {
    await workbench().runCommand('Phasegate: Open Pipeline');
    const panel = await workbench().webviewFrame('Phasegate');
    await phaseNode(panel, /Look/).click();
    await panel.locator('.pane-title', { hasText: 'Look' }).waitFor();
    assert.equal(await panel.getByRole('button', { name: 'Changes' }).count(), 0);
    await workbench().runCommand('Phasegate: Inspect Artifact');
    await workbench().pick('Mend');
    const inspector = await workbench().webviewFrame('Mend');
    await inspector.getByRole('button', { name: 'Show what the phase changed in the files' }).click();
    await workbench().editorTab('Changes of Mend').waitFor();
  });

  function workbench(): Workbench {
    return scene().workbench;
  }

  function inserted(text: string): Locator {
    return workbench().page.locator('.modified-in-monaco-diff-editor .view-line:visible, .editor.modified .view-line:visible', { hasText: new RegExp(text.replaceAll(' ', '\\s')) }).first();
  }

  async function allow(): Promise<void> {
    await workbench().runCommand('Phasegate: Open Pipeline');
    const panel = await workbench().webviewFrame('Phasegate');
    await button(panel, 'Allow').click();
  }
});
