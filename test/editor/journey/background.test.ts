import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { end, start, textBlock, toolBlock } from '../../servers/messagesStream.ts';
import type { Workbench } from '../driver.ts';
import { button, createProject, phaseNode, startWithKey } from './questions.ts';
import { scriptedScene } from './scriptedScene.ts';

const schema = { type: 'object', properties: { summary: { type: 'string' } }, required: ['summary'], additionalProperties: false };
const template = { id: 'serving', name: 'Serving', version: 1, phases: [{ id: 'serve', name: 'Serve', type: 'automated', prompt: 'Serve.', output: { type: 'note', schema }, tools: ['background_command'] }] };
const script = 'echo $$ > pid; while true; do echo tick-tock; sleep 0.2; done';
const submit = toolBlock(1, { name: 'submit_artifact', json: ['{"summary":"Served and looked at it"}'] });

describe('commands that phases keep running in the background', function () {
  this.timeout(90_000);

  const scene = scriptedScene({
    name: 'background', theme: 'dark', template,
    answer: ({ turn }) => (turn === 0
      ? { calls: [{ name: 'background_command', input: { action: 'start', command: script } }] }
      : { body: [start(), textBlock(0, 'I wait for visitors.'), { pauseMs: 25_000 }, submit, end('tool_use')] }),
    settings: { 'phasegate.autoProceed': true, 'phasegate.approval': 'all' },
  });

  it('are listed with since when, and their output is followed in a terminal', async () => {
    await createProject(workbench(), { name: 'Site', goal: 'A page that is served', workflow: 'Serving' });
    await startWithKey(workbench(), 'sk-ant-canary-0123456789abcdef');
    const panel = await workbench().webviewFrame('Phasegate');
    await allowIfAsked();
    await panel.getByText('I wait for visitors.').waitFor({ timeout: 30_000 });
    for (const name of ['Projects', 'Pipeline', 'Artifacts']) await workbench().page.locator('.part.sidebar .pane-header', { hasText: new RegExp(`^${name}$`) }).click();
    await workbench().expandView('Tools');
    await workbench().treeItem('Background Commands').waitFor();
    await workbench().treeItem(/Serve.*since \d.*tick-tock/).click();
    await workbench().page.locator('.terminal-tab, .single-terminal-tab, .tabs-list .monaco-list-row', { hasText: 'Phasegate: echo' }).first().waitFor();
    for (const theme of ['light', 'high-contrast', 'dark'] as const) {
      await workbench().setTheme(theme);
      await workbench().screenshot(`background-1-listed-${theme}`);
    }
    assert.equal(isAlive(), true);
  });

  it('are stopped from their line, with everything they started', async () => {
    const line = workbench().treeItem(/tick-tock/).first();
    await line.hover();
    await line.getByRole('button', { name: 'Stop Background Command' }).click();
    await workbench().treeItem(/Serve.*stopped · .*tick-tock/).waitFor();
    assert.equal(isAlive(), false);
    await workbench().screenshot('background-2-stopped');
    await workbench().runCommand('Phasegate: Stop Background Command');
    await workbench().notification('No phase keeps a command running in the background.').waitFor();
    const panel = await workbench().webviewFrame('Phasegate');
    await phaseNode(panel, /Serve, (Running|Completed)/).waitFor();
  });

  function workbench(): Workbench {
    return scene().workbench;
  }

  async function allowIfAsked(): Promise<void> {
    const panel = await workbench().webviewFrame('Phasegate');
    const allow = button(panel, 'Allow');
    await Promise.race([allow.waitFor({ timeout: 30_000 }).then(() => allow.click()), panel.getByText('I wait for visitors.').waitFor({ timeout: 30_000 })]);
  }

  function isAlive(): boolean {
    const path = join(scene().folder, 'pid');
    if (!existsSync(path)) return false;
    try {
      return process.kill(Number(readFileSync(path, 'utf8')), 0);
    } catch {
      return false;
    }
  }
});
