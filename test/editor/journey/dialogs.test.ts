import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { openWorkbench, type Workbench } from '../driver.ts';
import { createProject } from './questions.ts';

const template = { id: 'release', name: 'Release', version: 1, phases: [{ id: 'ship', name: 'Ship', type: 'automated', prompt: 'Ship {{input.goal}}.', output: 'spec', tools: ['run_command'] }] };

describe('the dialogues about templates, rules and models', function () {
  this.timeout(60_000);

  let base: string;
  let folder: string;
  let opened: Workbench | undefined;
  const elsewhere = (name: string): string => join(base, name);
  const own = (name: string): string => join(folder, '.phasegate/templates', name);

  before(async () => {
    base = realpathSync(mkdtempSync(join(tmpdir(), 'phasegate-dialogs-')));
    folder = join(base, 'tally');
    mkdirSync(folder);
    writeFileSync(elsewhere('release.json'), JSON.stringify(template, null, 2));
    writeFileSync(elsewhere('half.json'), '{ "id": "half", ');
    writeFileSync(elsewhere('wrong.json'), JSON.stringify({ ...template, phases: [{ ...template.phases[0], dependsOn: ['nothing'] }] }, null, 2));
    opened = await openWorkbench(folder, { theme: 'dark', name: 'dialogs', settings: { 'phasegate.model': 'rehearsal' } });
    await opened.openView('Phasegate');
    for (const name of ['Projects', 'Pipeline', 'Artifacts']) await opened.page.locator('.part.sidebar .pane-header', { hasText: new RegExp(`^${name}$`) }).click();
    await opened.expandView('Templates');
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await opened?.screenshot(`failed-${this.currentTest.title.replaceAll(/\W+/g, '-')}`);
    await opened?.page.keyboard.press('Escape');
  });

  after(async () => {
    await opened?.close();
    rmSync(base, { recursive: true, force: true });
  });

  describe('Import Template', () => {
    it('is left again without a trace', async () => {
      await workbench().runCommand('Phasegate: Import Template …');
      await fileField().waitFor();
      await workbench().page.keyboard.press('Escape');
      await fileField().waitFor({ state: 'hidden' });
      await chooseFile('Import Template …', elsewhere('release.json'));
      await dialog().getByText('runs programs, with run_command (ship)').waitFor();
      await workbench().screenshot('dialogs-1-import');
      await dialog().getByRole('button', { name: 'Cancel' }).click();
      await dialog().waitFor({ state: 'detached' });
      assert.equal(existsSync(own('release.json')), false);
    });

    it('says where a file is not JSON, and opens it there', async () => {
      await chooseFile('Import Template …', elsewhere('half.json'));
      await workbench().notification(/Nothing was imported.*line 1/).waitFor();
      await workbench().notification('Nothing was imported').getByRole('button', { name: 'Open File' }).click();
      await workbench().editorTab('half.json').waitFor();
      assert.equal(existsSync(own('half.json')), false);
    });

    it('says what is wrong with a template', async () => {
      await chooseFile('Import Template …', elsewhere('wrong.json'));
      await workbench().notification(/nothing/).first().waitFor();
      assert.deepEqual(existsSync(join(folder, '.phasegate/templates')) ? readdirSync(join(folder, '.phasegate/templates')) : [], []);
    });

    it('takes a good one over, and a second one of its id under another', async () => {
      for (const name of ['release.json', 'release-2.json']) {
        await chooseFile('Import Template …', elsewhere('release.json'));
        await dialog().getByRole('button', { name: 'Import to Workspace' }).click();
        await workbench().editorTab(name).waitFor();
      }
      assert.deepEqual(readdirSync(join(folder, '.phasegate/templates')).toSorted(), ['release-2.json', 'release.json']);
      assert.equal(JSON.parse(readFileSync(own('release.json'), 'utf8')).name, 'Release');
      await workbench().treeItem(/Release.*release-2/).waitFor();
    });
  });

  describe('Export Template', () => {
    it('is left again without a file', async () => {
      await workbench().runCommand('Phasegate: Export Template …');
      await workbench().pick('Quick fix');
      await fileField().waitFor();
      await workbench().page.keyboard.press('Escape');
      await fileField().waitFor({ state: 'hidden' });
      assert.equal(existsSync(join(folder, 'quick-fix.json')), false);
    });

    it('writes one file, which can be imported again', async () => {
      await exportTo(elsewhere('mine.json'));
      const text: unknown = JSON.parse(readFileSync(elsewhere('mine.json'), 'utf8'));
      assert.ok(typeof text === 'object' && text !== null && 'id' in text && text.id === 'quick-fix');
      await chooseFile('Import Template …', elsewhere('mine.json'));
      await dialog().getByText('Id: quick-fix-2').waitFor();
      await dialog().getByRole('button', { name: 'Cancel' }).click();
    });

    it('asks before it writes over a file, and leaves it where the answer is no', async () => {
      writeFileSync(elsewhere('taken.json'), 'mine');
      await workbench().runCommand('Phasegate: Export Template …');
      await workbench().pick('Quick fix');
      await typePath(elsewhere('taken.json'));
      await workbench().page.locator('.quick-input-widget', { hasText: 'already exists' }).waitFor();
      await workbench().page.keyboard.press('Escape');
      assert.equal(readFileSync(elsewhere('taken.json'), 'utf8'), 'mine');
    });

    it('says why a file cannot be written', async () => {
      mkdirSync(elsewhere('wall.json'));
      await workbench().runCommand('Phasegate: Export Template …');
      await workbench().pick('Quick fix');
      await typePath('/proc/mine.json');
      await workbench().notification(/proc\/mine\.json/).waitFor();
    });
  });

  describe('New Template', () => {
    it('does not take an empty name, nor a name of 201 characters', async () => {
      await workbench().runCommand('Phasegate: New Template …');
      for (const name of [' ', 'x'.repeat(201)]) {
        await workbench().answer(name);
        await workbench().page.locator('.quick-input-widget', { hasText: 'A name has 1 to 200 characters.' }).waitFor();
      }
      await workbench().page.keyboard.press('Escape');
      assert.equal(readdirSync(join(folder, '.phasegate/templates')).length, 2);
    });

    it('opens the smallest template that runs, under an id that nobody has', async () => {
      for (const id of ['ueber-alles', 'ueber-alles-2']) {
        await workbench().runCommand('Phasegate: New Template …');
        await workbench().answer('Ueber   alles!');
        await workbench().editorTab(`${id}.json`).waitFor();
        assert.equal(JSON.parse(readFileSync(own(`${id}.json`), 'utf8')).id, id);
      }
      await workbench().treeItem(/Ueber {1,3}alles!.*ueber-alles-2/).waitFor();
    });
  });

  describe('Rename Template', () => {
    it('offers only what can be changed, and takes no empty name', async () => {
      await workbench().runCommand('Phasegate: Rename Template …');
      await workbench().page.locator('.quick-input-widget:visible .monaco-list-row').first().waitFor();
      assert.equal(await workbench().page.locator('.quick-input-widget:visible .monaco-list-row', { hasText: 'built in' }).count(), 0);
      await workbench().page.locator('.quick-input-widget:visible .monaco-list-row', { hasText: 'release, this workspace' }).click();
      await workbench().answer('');
      await workbench().page.locator('.quick-input-widget', { hasText: 'A name has 1 to 200 characters.' }).waitFor();
      await workbench().page.keyboard.press('Escape');
      assert.equal(JSON.parse(readFileSync(own('release.json'), 'utf8')).name, 'Release');
    });

    it('changes the name and nothing else', async () => {
      const before = readFileSync(own('release.json'), 'utf8');
      await workbench().runCommand('Phasegate: Rename Template …');
      await workbench().page.locator('.quick-input-widget:visible .monaco-list-row', { hasText: 'release, this workspace' }).click();
      await workbench().answer('Shipping "it"');
      await workbench().treeItem('Shipping "it"').waitFor();
      assert.equal(readFileSync(own('release.json'), 'utf8'), before.replace('"Release"', '"Shipping \\"it\\""'));
    });
  });

  describe('Edit Permission Rules', () => {
    it('is left again without a file', async () => {
      await workbench().runCommand('Phasegate: Edit Permission Rules');
      await workbench().page.locator('.quick-input-widget:visible .monaco-list-row', { hasText: 'For this project' }).waitFor();
      await workbench().page.keyboard.press('Escape');
      assert.equal(await workbench().editorTab('permissions.json').count(), 0);
    });

    for (const place of ['For all projects', 'For this project'] as const) {
      it(`opens rules to be written: ${place}`, async () => {
        await workbench().runCommand('Phasegate: Edit Permission Rules');
        await workbench().pick(place);
        await workbench().editorTab('permissions.json').waitFor();
        await workbench().page.locator('.editor-instance', { hasText: '"allow": []' }).first().waitFor();
        await workbench().screenshot('dialogs-2-rules');
        await workbench().runCommand('View: Close All Editors');
      });
    }
  });

  describe('Choose Model of Project', () => {
    it('takes a name, refuses what is none, and leads back to the settings', async () => {
      await workbench().expandView('Projects');
      await createProject(workbench(), { name: 'Tallying', goal: 'Make the failing test pass', workflow: 'Quick fix' });
      await workbench().runCommand('Phasegate: Choose Model of Project');
      await workbench().page.locator('.quick-input-widget:visible .monaco-list-row', { hasText: 'rehearsal' }).first().waitFor();
      await workbench().answer('Another model');
      await workbench().answer('Not A Model');
      await workbench().page.locator('.quick-input-widget', { hasText: 'Write provider/model.' }).waitFor();
      await workbench().answer('anthropic/my-own-model');
      await workbench().runCommand('Phasegate: Choose Model of Project');
      await workbench().page.locator('.quick-input-title:visible', { hasText: 'Model for the runs of Tallying' }).waitFor();
      await workbench().screenshot('dialogs-3-model');
      await workbench().pick('The model of the settings');
    });
  });

  function workbench(): Workbench {
    assert.ok(opened);
    return opened;
  }

  function dialog(): Locator {
    return workbench().page.locator('.monaco-dialog-box');
  }

  /** The editor's own file dialogue. */
  function fileField(): Locator {
    return workbench().page.locator('.quick-input-widget:visible', { has: workbench().page.getByRole('button', { name: 'OK' }) }).locator('input').first();
  }

  async function chooseFile(command: string, path: string): Promise<void> {
    await workbench().runCommand(`Phasegate: ${command}`);
    await typePath(path);
  }

  /** The dialogue looks at the disk while a path is typed; an Enter that comes meanwhile may lose the path. */
  async function typePath(path: string): Promise<void> {
    await fileField().waitFor();
    const settled = fileField().waitFor({ state: 'hidden', timeout: 30_000 }).then(() => true, () => true);
    const asked = workbench().page.locator('.quick-input-widget', { hasText: 'already exists' }).waitFor({ timeout: 30_000 }).then(() => true, () => true);
    for (let isDone = false; !isDone; ) {
      await fileField().fill(path, { timeout: 2_000 }).catch(() => undefined);
      await workbench().page.waitForTimeout(700);
      const typed = await fileField().inputValue({ timeout: 1_000 }).catch(() => undefined);
      if (typed === path) await fileField().press('Enter', { timeout: 1_000 }).catch(() => undefined);
      isDone = await Promise.race([settled, asked, workbench().page.waitForTimeout(1_500).then(() => false)]);
    }
  }

  /** Again where an Enter came too early: then the dialogue has taken another path. */
  async function exportTo(path: string): Promise<void> {
    for (let attempt = 1; !existsSync(path); attempt += 1) {
      assert.ok(attempt <= 4, `nothing was written to ${path}`);
      await workbench().page.keyboard.press('Escape');
      rmSync(join(folder, 'quick-fix.json'), { force: true });
      await workbench().runCommand('Phasegate: Export Template …');
      await workbench().pick('Quick fix');
      await typePath(path);
      for (let look = 0; look < 40 && !existsSync(path); look += 1) await workbench().page.waitForTimeout(50);
    }
  }
});
