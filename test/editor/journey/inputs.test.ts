import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openWorkbench, type Workbench } from '../driver.ts';
import { button, phaseNode } from './questions.ts';

const template = {
  id: 'upgrade', name: 'Upgrade', version: 1,
  inputs: {
    type: 'object',
    properties: {
      package: { type: 'string', description: 'The package to upgrade', minLength: 2 },
      size: { enum: ['major', 'minor'], description: 'How big is the step?' },
      retries: { type: 'integer', minimum: 1 },
    },
    required: ['package', 'size', 'retries'],
  },
  phases: [{ id: 'look', name: 'Look', type: 'automated', prompt: 'Upgrading <{{input.package}}> by a <{{input.size}}> step, {{input.retries}} retries: {{input.goal}}', output: { type: 'note', schema: { type: 'object' } } }],
};

describe('a workflow that needs more than a goal, in VS Code', function () {
  this.timeout(180_000);

  let folder: string;
  let opened: Workbench | undefined;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'phasegate-inputs-'));
    mkdirSync(join(folder, '.phasegate/templates'), { recursive: true });
    writeFileSync(join(folder, '.phasegate/templates/upgrade.json'), JSON.stringify(template, null, 2));
    opened = await openWorkbench(folder, { theme: 'light', name: 'inputs', settings: { 'phasegate.model': 'rehearsal', 'phasegate.autoProceed': true } });
    await opened.openView('Phasegate');
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await opened?.screenshot(`failed-${this.currentTest.title.replaceAll(/\W+/g, '-')}`);
  });

  after(async () => {
    await opened?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is begun and left again without a trace', async () => {
    await workbench().runCommand('Phasegate: New Project');
    for (const [step, text] of [['(1/3)', 'Left-over'], ['(2/3)', 'Newer']] as const) await answerAt(step, text);
    await question('(3/3)');
    await workbench().pick('Upgrade');
    await question('New Project: package (4/6)');
    await workbench().page.keyboard.press('Escape');
    await question('package', 'hidden');
    assert.equal(await workbench().treeItem('Left-over').count(), 0);
  });

  it('asks for each input in its own words, says what is wrong with an answer, and goes back to one given before', async () => {
    await workbench().runCommand('Phasegate: New Project');
    for (const [step, text] of [['(1/3)', 'Pads'], ['(2/3)', 'Newer']] as const) await answerAt(step, text);
    await question('(3/3)');
    await workbench().pick('Upgrade');
    await answerAt('New Project: package (4/6)', 'x');
    await told(/^package must .*2.*The package to upgrade/);
    await workbench().screenshot('inputs-1-wrong');
    await workbench().answer('left-pad');
    await question('New Project: size (5/6)');
    await workbench().screenshot('inputs-2-choice');
    await workbench().page.locator('.quick-input-widget').getByRole('button', { name: 'Back' }).click();
    await question('New Project: package (4/6)');
    assert.equal(await workbench().page.locator('.quick-input-widget:visible input').first().inputValue(), 'left-pad');
    await workbench().answer('right-pad');
    await question('New Project: size (5/6)');
    await workbench().pick('minor');
    await answerAt('New Project: retries (6/6)', 'many');
    await told('Write a whole number.');
    await workbench().answer('0');
    await told(/1/);
    await workbench().answer('3');
    await workbench().treeItem('Pads').first().waitFor();
  });

  it('runs with the answers', async () => {
    const panel = await workbench().webviewFrame('Phasegate');
    await button(panel, 'Start').click();
    await phaseNode(panel, /Look, Completed/).waitFor({ timeout: 60_000 });
    await phaseNode(panel, /Look/).click();
    await panel.locator('.entry', { hasText: 'Upgrading <right-pad> by a <minor> step, 3 retries: Newer' }).first().waitFor();
  });

  it('asks again for the next run, with the same answers to begin with', async () => {
    await workbench().runCommand('Phasegate: Start');
    await question('Pads: package (1/3)');
    assert.equal(await workbench().page.locator('.quick-input-widget:visible input').first().inputValue(), 'right-pad');
    await workbench().page.keyboard.press('Enter');
    await question('Pads: size (2/3)');
    await workbench().pick('major');
    await question('Pads: retries (3/3)');
    await workbench().page.keyboard.press('Enter');
    const panel = await workbench().webviewFrame('Phasegate');
    await panel.locator('.entry', { hasText: 'Upgrading <right-pad> by a <major> step, 3 retries' }).first().waitFor({ timeout: 60_000 });
  });

  it('asks as well where it is begun from its line among the templates', async () => {
    await workbench().runCommand('Phasegate: New Project from Template');
    await workbench().pick('Upgrade');
    await answerAt('Upgrade (1/4)', 'Much newer');
    await answerAt('Upgrade: package (2/4)', 'pad');
    await question('Upgrade: size (3/4)');
    await workbench().pick('minor');
    await answerAt('Upgrade: retries (4/4)', '1');
    await button(await workbench().webviewFrame('Phasegate'), 'Start').waitFor();
  });

  function workbench(): Workbench {
    assert.ok(opened);
    return opened;
  }

  async function question(title: string, state: 'visible' | 'hidden' = 'visible'): Promise<void> {
    await workbench().page.locator('.quick-input-title:visible', { hasText: title }).waitFor({ state });
  }

  async function answerAt(title: string, text: string): Promise<void> {
    await question(title);
    await workbench().answer(text);
  }

  async function told(message: string | RegExp): Promise<void> {
    await workbench().page.locator('.quick-input-widget .quick-input-message', { hasText: message }).waitFor();
  }
});
