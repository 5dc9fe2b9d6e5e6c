import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Locator } from 'playwright-core';
import { openWorkbench, type Workbench } from '../driver.ts';
import { repositoryRoot } from '../toolchain.ts';

const server = join(repositoryRoot, 'test/servers/mcp/hostileServer.ts');

describe('tools that a workspace brings along', function () {
  this.timeout(180_000);

  let base: string;
  let notes: string;
  let stubborn: string;
  let opened: Workbench | undefined;

  before(async () => {
    base = realpathSync(mkdtempSync(join(tmpdir(), 'phasegate-journey-')));
    [notes, stubborn] = [join(base, 'notes'), join(base, 'stubborn')];
    const folder = join(base, 'tally');
    mkdirSync(join(folder, 'skills/pdf'), { recursive: true });
    writeFileSync(join(folder, '.mcp.json'), JSON.stringify({ mcpServers: { echoes: { command: process.execPath, args: [server, 'none', notes] }, stubborn: { command: process.execPath, args: [server, 'ignores-end', stubborn] }, web: { url: 'https://example.com/mcp' }, broken: {} } }));
    writeFileSync(join(folder, 'skills/pdf/SKILL.md'), '---\nname: pdf\ndescription: Reads PDF files.\n---\nSo.');
    mkdirSync(join(folder, 'commands'));
    writeFileSync(join(folder, 'commands/ship.md'), '---\ndescription: Ships what is ready.\n---\nShip $ARGUMENTS.');
    writeFileSync(join(folder, 'AGENTS.md'), 'Use tabs.');
    opened = await openWorkbench(folder, { theme: 'dark', name: 'tools' });
    await opened.openView('Phasegate');
    for (const view of ['Projects', 'Pipeline', 'Artifacts']) await opened.page.locator('.part.sidebar .pane-header[aria-expanded="true"]', { hasText: view }).first().click();
    await opened.expandView('Tools');
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await opened?.screenshot(`failed-${this.currentTest.title.replaceAll(/\W+/g, '-')}`);
  });

  after(async () => {
    await opened?.close();
    rmSync(base, { recursive: true, force: true });
  });

  it('are listed with their state and their problems, and nothing is started', async () => {
    await workbench().treeItem(/echoes.*not allowed yet/).waitFor();
    await workbench().treeItem('A server has a "command" to start').waitFor();
    await workbench().treeItem(/pdf.*Reads PDF files/).waitFor();
    await workbench().treeItem('AGENTS.md').first().waitFor();
    await workbench().screenshot('tools-listed');
    assert.equal(existsSync(notes), false);
  });

  it('a server is allowed by a dialogue with the whole command; a no starts nothing', async () => {
    await press('Allow MCP Server');
    await dialog().getByText(`Start the MCP server "echoes": ${process.execPath} ${server} none ${notes}?`).waitFor();
    await dialog().getByText('It runs with your rights').waitFor();
    await workbench().screenshot('tools-consent');
    await dialog().getByRole('button', { name: 'Cancel' }).click();
    assert.equal(existsSync(notes), false);
    await press('Allow MCP Server');
    await dialog().getByRole('button', { name: 'Allow' }).click();
    await workbench().notification('mcp__echoes__echo').waitFor();
    await workbench().treeItem(/echoes.*allowed/).waitFor();
  });

  it('one is tried from the palette, and its answer is shown', async () => {
    await workbench().runCommand('Phasegate: Try Tool');
    await workbench().pick('echoes');
    await workbench().page.locator('.quick-input-title', { hasText: 'mcp__echoes__echo' }).waitFor();
    await workbench().answer('{"text":"hello there"}');
    await dialog().getByText('"text": "hello there"').waitFor();
    await dialog().getByRole('button', { name: 'Run' }).click();
    await workbench().editorTab('mcp__echoes__echo.txt').waitFor();
    await workbench().page.locator('.editor-instance', { hasText: /got\s+hello\s+there/ }).waitFor();
    await workbench().treeItem(/echoes.*running, tools: 1/).waitFor();
    await workbench().screenshot('tools-answer');
  });

  it('a server that was revoked is stopped and asks again', async () => {
    await workbench().runCommand('Phasegate: Revoke MCP Server');
    await workbench().pick('echoes');
    await workbench().treeItem(/echoes.*not allowed yet/).waitFor();
  });

  it('a command becomes the goal of a new run', async () => {
    const line = workbench().treeItem(/ship.*Ships what is ready/).first();
    await line.hover();
    await line.getByRole('button', { name: 'Use Command' }).click();
    await workbench().answer('the tally');
    await workbench().page.locator('.quick-input-widget:visible', { hasText: 'a new run with this goal' }).waitFor();
    await workbench().screenshot('command-places');
    await workbench().pick('Quick fix');
    const pipeline = await workbench().webviewFrame('Phasegate');
    await pipeline.getByText('Ship the tally.').first().waitFor();
    await workbench().screenshot('command-run');
  });

  it('a server that ignores its end goes with an editor that is killed', async function () {
    if (process.platform !== 'linux') this.skip();
    await workbench().runCommand('Phasegate: Allow MCP Server');
    await workbench().pick('stubborn');
    await dialog().getByRole('button', { name: 'Allow' }).click();
    await workbench().notification('mcp__stubborn__echo').waitFor();
    await workbench().runCommand('Phasegate: Try Tool');
    await workbench().pick('stubborn');
    await workbench().answer('{}');
    await dialog().getByRole('button', { name: 'Run' }).click();
    await workbench().page.locator('.editor-instance', { hasText: /still\s+here/ }).waitFor();
    const pid = Number(/started (\d+)\s*$/.exec(readFileSync(stubborn, 'utf8'))?.[1]);
    assert.ok(existsSync(`/proc/${pid}`));
    await workbench().killEditor();
    for (let waits = 0; waits < 400 && existsSync(`/proc/${pid}`); waits += 1) await delay(25);
    assert.ok(!existsSync(`/proc/${pid}`));
  });

  function workbench(): Workbench {
    assert.ok(opened);
    return opened;
  }

  function dialog(): Locator {
    return workbench().page.locator('.monaco-dialog-box');
  }

  /** A button on the server's line. */
  async function press(name: string): Promise<void> {
    const line = workbench().treeItem('echoes').first();
    await line.hover();
    await line.getByRole('button', { name }).click();
  }
});
