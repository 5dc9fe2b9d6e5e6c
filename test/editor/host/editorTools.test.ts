import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { fileConsents } from '../../../src/engine/node/consentFile.ts';
import type { ExecutionId, PhaseId, RunId, ToolCallId } from '../../../src/engine/model/ids.ts';
import type { Tool, ToolContext, ToolResult } from '../../../src/engine/ports/tool.ts';
import { editorToolSource } from '../../../src/engine/tools/editorTools/editorToolSource.ts';
import { editorTools } from '../../../src/extension/host/editorTools.ts';
import { emptyWorkspace, eventually, workspaceRoot } from './workspaceFolder.ts';

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const never = new AbortController().signal;
const context: ToolContext = { call: 'c' as ToolCallId, run: 'r' as RunId, phase: 'p' as PhaseId, execution: 'e' as ExecutionId, progress: () => undefined, ask: () => Promise.reject(new Error('Nobody is asked.')), artifactOf: () => Promise.resolve(undefined) };

describe('tools that the editor has', function () {
  this.timeout(60_000);
  let user: string;
  before(() => {
    user = mkdtempSync(join(tmpdir(), 'phasegate-editor-tools-'));
  });
  after(async () => {
    rmSync(user, { recursive: true, force: true });
    await emptyWorkspace();
  });

  it('of another extension are offered with what it says of them, and answer', async () => {
    const [weather] = await open('editor__test_weather');
    assert.equal(weather?.description, 'From the editor: Tells the weather of a place.');
    assert.deepEqual(weather.inputSchema, { type: 'object', properties: { place: { type: 'string' } }, required: ['place'] });
    const said = await call(weather, { place: 'Oslo' });
    assert.equal(said.outcome, 'ok');
    assert.match(said.output, /^Rain in Oslo\.\nKey: /);
    assert.deepEqual((await open('editor__test_*')).map(({ name }) => name).toSorted(), ['editor__test_broken', 'editor__test_endless', 'editor__test_refused', 'editor__test_weather']);
  });

  it('that fail say why', async () => {
    const [broken] = await open('editor__test_broken');
    const said = await call(broken, {});
    assert.deepEqual([said.outcome, said.output.includes('The service is down.')], ['error', true], said.output);
  });

  it('that never answer are stopped, and told so', async () => {
    const [endless] = await open('editor__test_endless');
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 300);
    assert.equal((await call(endless, {}, stop.signal)).outcome, 'cancelled');
    await eventually('the cancellation', async () => ((await vscode.commands.executeCommand<number>('test-tools.stopped')) > 0 ? true : undefined), 10_000);
  });

  it('that are stopped by the person in the editor count as denied', async () => {
    const [refused] = await open('editor__test_refused');
    const said = await call(refused, {});
    assert.deepEqual([said.outcome, said.output.includes('refused this call in the editor')], ['denied', true], said.output);
  });

  it('of an MCP server that the editor runs are there too', async () => {
    const server = join(__dirname, '../../../node_modules/@modelcontextprotocol/server-everything/dist/index.js');
    mkdirSync(join(workspaceRoot(), '.vscode'), { recursive: true });
    writeFileSync(join(workspaceRoot(), '.vscode/mcp.json'), JSON.stringify({ servers: { everything: { type: 'stdio', command: process.execPath, args: [server, 'stdio'], env: { ELECTRON_RUN_AS_NODE: '1' } } } }));
    const name = await eventually('the editor has started its server', async () => {
      await vscode.commands.executeCommand('workbench.mcp.startServer', '*', { autoTrustChanges: true, waitForLiveTools: true });
      return editorTools.list().find((tool) => /^mcp_.*_echo$/.test(tool.name))?.name;
    }, 30_000);
    const [echo] = await open(`editor__${name}`);
    assert.deepEqual(await call(echo, { message: 'hi' }), { outcome: 'ok', output: 'Echo: hi' });
  });

  it('of its own make are left out where a phase has tools that permission can look into', () => {
    const ours = ['run_in_terminal', 'vscode_editFile_internal', 'runSubagent', 'create_and_run_task', 'task_complete'];
    assert.deepEqual(ours.filter((name) => vscode.lm.tools.some((tool) => tool.name === name)).length > 0, true, 'the editor has such tools');
    assert.deepEqual(editorTools.list().map(({ name }) => name).filter((name) => ours.includes(name)), []);
  });

  async function open(name: string): Promise<readonly Tool[]> {
    const source = editorToolSource({ editor: editorTools, workspace: workspaceRoot(), consents: fileConsents(user, silent), now: Date.now });
    const opened = await eventually(name, async () => {
      const found = await source.open({ names: [name], approve: () => Promise.reject(new Error('Nothing is asked.')) }, never);
      return found.ok ? found.value.get(name) : undefined;
    }, 20_000);
    return opened;
  }

  async function call(tool: Tool | undefined, input: Record<string, string>, signal: AbortSignal = never): Promise<ToolResult> {
    const prepared = await tool?.prepare(input);
    assert.ok(prepared?.ok);
    return prepared.value.run(context, signal);
  }
});
