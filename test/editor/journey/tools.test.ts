import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { openWorkbench, type Workbench } from '../driver.ts';
import { repositoryRoot } from '../toolchain.ts';

const server = join(repositoryRoot, 'test/servers/mcp/hostileServer.ts');

describe('tools that a workspace brings along', function () {
  this.timeout(180_000);

  let base: string;
  let notes: string;
  let opened: Workbench | undefined;

  before(async () => {
    base = realpathSync(mkdtempSync(join(tmpdir(), 'phasegate-journey-')));
    notes = join(base, 'notes');
    const folder = join(base, 'tally');
    mkdirSync(join(folder, 'skills/pdf'), { recursive: true });
    writeFileSync(join(folder, '.mcp.json'), JSON.stringify({ mcpServers: { echoes: { command: process.execPath, args: [server, 'none', notes] }, broken: {} } }));
    writeFileSync(join(folder, 'skills/pdf/SKILL.md'), '---\nname: pdf\ndescription: Reads PDF files.\n---\nSo.');
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
