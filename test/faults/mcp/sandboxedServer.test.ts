import assert from 'node:assert/strict';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { nodeShell } from '../../../src/engine/node/nodeShell.ts';
import { bubblewrap, type SandboxMode } from '../../../src/engine/node/sandbox.ts';
import { sandboxedServers } from '../../../src/engine/node/sandboxedServers.ts';
import { hostileServerFile, isAlive, mcpFixture, type McpFixture, type SourceOptions } from '../../engine/tools/mcp/mcpFixture.ts';

/** On the search path of the sandbox, so that they are there also where this lies among temporary files. */
const packages = realpathSync(resolve(import.meta.dirname, '../../../node_modules'));

const echo = 'mcp__hostile__echo';

describe('an MCP server in a sandbox', () => {
  let at: McpFixture;
  let home: string;
  let neighbour: Server;
  let mode: SandboxMode;
  let canWrite: boolean;

  before(async function () {
    const found = await bubblewrap(nodeShell(), { root: realpathSync(homedir()) }).inside({ argv: ['true'], cwd: '/', hasNetwork: false, canWrite: true });
    if (!found.ok) this.skip();
  });
  beforeEach(async () => {
    at = await mcpFixture();
    home = mkdtempSync(join(homedir(), 'phasegate-sandbox-'));
    [mode, canWrite] = ['offline', true];
    neighbour = createServer((socket) => socket.end()).listen(0, '127.0.0.1');
    await once(neighbour, 'listening');
    copyFileSync(hostileServerFile, join(at.at.root, 'server.ts'));
  });
  afterEach(async () => {
    await at.dispose();
    neighbour.close();
    rmSync(home, { recursive: true, force: true });
  });

  it('writes the workspace and nothing else, and reaches nobody', async () => {
    assert.equal(await reaches(), 'written EROFS EROFS ECONNREFUSED');
    assert.equal(readFileSync(join(at.at.root, 'in.txt'), 'utf8'), 'taken');
    assert.ok(!existsSync(join(home, 'out.txt')));
  });

  it('cannot write the workspace either where that is switched off', async () => {
    canWrite = false;
    assert.equal(await reaches(), 'EROFS EROFS EROFS ECONNREFUSED');
  });

  it('has the network where the sandbox has it, or where its definition says so, which is shown', async () => {
    mode = 'online';
    assert.match(await reaches(), /connected$/);
    mode = 'offline';
    assert.match(await reaches({ network: true }), /^written EROFS EROFS connected$/);
    assert.deepEqual(at.asked.map(({ detail }) => detail.includes('network: it asks for it, also where the sandbox has none')), [false, true]);
  });

  it('leaves nothing behind', async () => {
    const source = at.source(sandboxed());
    define('forks-children');
    assert.equal((await at.call(echo, {}, { source })).output, 'forked');
    const [started = 0] = await inside();
    assert.ok(isAlive(started));
    await source.close();
    for (let waits = 0; waits < 100 && (await inside()).length > 0; waits += 1) await delay(25);
    assert.deepEqual(await inside(), []);
  });

  it('of another\'s making works: the reference server for files', async () => {
    at.at.write('notes.txt', 'one\n');
    const program = join(packages, '@modelcontextprotocol/server-filesystem/dist/index.js');
    at.define('files', { transport: 'stdio', command: process.execPath, args: [program, at.at.root, homedir()], env: {} });
    const call = async (tool: string, input: Record<string, string>) => at.call(`mcp__files__${tool}`, input, sandboxed());
    assert.match((await call('read_text_file', { path: join(at.at.root, 'notes.txt') })).output, /^one/);
    assert.equal((await call('write_file', { path: join(at.at.root, 'new.txt'), content: 'two' })).outcome, 'ok');
    const outside = await call('write_file', { path: join(home, 'new.txt'), content: 'two' });
    assert.deepEqual([outside.outcome, /EROFS|read-only/.test(outside.output), existsSync(join(home, 'new.txt'))], ['error', true, false], outside.output);
  });

  it('does not start where there is no sandbox', async () => {
    define('none');
    const refused = await at.call(echo, {}, sandboxed({ PATH: at.user }));
    assert.match(refused.output, /did not start\. Servers must run in a sandbox, and there is none: .*not installed/);
    assert.deepEqual(await inside(), []);
  });

  async function reaches(change: { readonly network?: true } = {}): Promise<string> {
    define('reaches', change);
    const wishes = [`write ${join(at.at.root, 'in.txt')}`, `write ${join(home, 'out.txt')}`, `write ${join(homedir(), 'phasegate-out.txt')}`, `connect ${(neighbour.address() as AddressInfo).port}`];
    const { output } = await at.call(echo, { text: wishes.join('\n') }, sandboxed());
    return output;
  }

  function define(fault: string, change: { readonly network?: true } = {}): void {
    at.define('hostile', { transport: 'stdio', command: process.execPath, args: ['server.ts', fault, ...(fault === 'forks-children' ? [join(at.at.root, 'notes')] : [])], env: {}, ...change });
  }

  function sandboxed(environment: Record<string, string> = { PATH: `${packages}:${dirname(process.execPath)}:${process.env['PATH']}` }): SourceOptions {
    const sandbox = bubblewrap(nodeShell(), { root: at.at.root, environment });
    return { confine: (processes) => sandboxedServers(processes, sandbox, { mode: () => mode, canWrite: () => canWrite }) };
  }

  /** The processes that work in this workspace, or name it. */
  async function inside(): Promise<readonly number[]> {
    const exit = await nodeShell().run({ program: { argv: ['pgrep', '-f', at.at.root] }, cwd: '/', timeoutMs: 5_000, outputLimitBytes: 10_000, title: 'look' }, () => undefined, new AbortController().signal);
    return exit.output.trim().split('\n').filter(Boolean).map(Number).filter(isAlive);
  }
});
