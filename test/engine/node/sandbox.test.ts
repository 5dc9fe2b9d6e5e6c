import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { nodeShell } from '../../../src/engine/node/nodeShell.ts';
import { type SandboxMode, sandboxedShell } from '../../../src/engine/node/sandbox.ts';
import type { ShellCommand, ShellExit } from '../../../src/engine/ports/shell.ts';

describe('commands in a sandbox', function () {
  let root = '/';
  let outside: string;

  before(async function () {
    if ((await run('true', 'offline')).ending === 'not-started') this.skip();
  });

  beforeEach(() => {
    [root, outside] = ['phasegate-sandbox-', 'phasegate-outside-'].map((name) => realpathSync(mkdtempSync(join(homedir(), name)))) as [string, string];
  });

  afterEach(() => {
    for (const folder of [root, outside]) rmSync(folder, { recursive: true, force: true });
  });

  function run(script: string, mode: SandboxMode, change: Partial<ShellCommand> = {}): Promise<ShellExit> {
    const shell = sandboxedShell(nodeShell({ graceMs: 200 }), { root, mode: () => mode, environment: { PATH: `${dirname(process.execPath)}:${process.env.PATH}` } });
    return shell.run({ program: { script }, cwd: root, timeoutMs: 20_000, outputLimitBytes: 100_000, title: 'test', ...change }, () => undefined, new AbortController().signal);
  }

  it('write the workspace and nothing else', async () => {
    const exit = await run(`pwd; echo in > in.txt; echo out > ${outside}/out.txt; echo "ended $?"; echo temporary > /tmp/phasegate-sandbox-mark && echo kept`, 'offline');
    assert.match(exit.output, /Read-only file system/);
    assert.ok(exit.output.startsWith(`${root}\n`) && /^ended [12]$/m.test(exit.output) && /^kept$/m.test(exit.output), exit.output);
    assert.equal(readFileSync(join(root, 'in.txt'), 'utf8'), 'in\n');
    assert.ok(!existsSync(join(outside, 'out.txt')) && !existsSync('/tmp/phasegate-sandbox-mark'));
  });

  it('cannot change what runs by itself', async () => {
    mkdirSync(join(root, '.git/hooks'), { recursive: true });
    mkdirSync(join(root, '.vscode'));
    writeFileSync(join(root, '.git/config'), '[core]\n');
    await run('echo evil > .git/hooks/post-checkout; echo evil >> .git/config; echo evil > .vscode/tasks.json; mv .git/hooks .git/other', 'offline');
    assert.ok(!existsSync(join(root, '.git/hooks/post-checkout')) && !existsSync(join(root, '.vscode/tasks.json')) && existsSync(join(root, '.git/hooks')));
    assert.equal(readFileSync(join(root, '.git/config'), 'utf8'), '[core]\n');
  });

  it('reach a server of this machine only with network', async () => {
    let requests = 0;
    const server = createServer((_, response) => response.end(`${(requests += 1)}`)).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const script = `${process.execPath} -e 'require("http").get("http://127.0.0.1:${(server.address() as AddressInfo).port}", (r) => r.pipe(process.stdout)).on("error", (e) => console.log(e.code))'`;
    try {
      assert.equal((await run(script, 'offline')).output.trim(), 'ECONNREFUSED');
      assert.equal((await run(script, 'online')).output.trim(), '1');
      assert.equal(requests, 1);
    } finally {
      server.close();
    }
  });

  it('leave no process behind, even one without any trace of its origin', async () => {
    const name = `sleep 3${process.pid}`;
    await run(`env -i setsid ${name} >/dev/null 2>&1 & sleep 0.3`, 'offline');
    const left = await nodeShell().run({ program: { argv: ['pgrep', '-f', `^${name}$`] }, cwd: '/', timeoutMs: 5_000, outputLimitBytes: 1_000, title: 'look' }, () => undefined, new AbortController().signal);
    assert.equal(left.output, '');
  });

  it('answer exit codes, and end in time', async () => {
    assert.equal((await run('exit 7', 'offline')).exitCode, 7);
    assert.equal((await run('sleep 60', 'offline', { timeoutMs: 300 })).ending, 'timeout');
  });

  it('are told apart from programs of the engine itself', async () => {
    await run('', 'offline', { program: { argv: ['touch', join(outside, 'own.txt')] }, isOwn: true });
    assert.ok(existsSync(join(outside, 'own.txt')));
  });
});

describe('commands that must have a sandbox', () => {
  it('do not run at all where there is none', async () => {
    const root = realpathSync(mkdtempSync(join(tmpdir(), 'phasegate-bare-')));
    const bare = sandboxedShell(nodeShell(), { root, mode: () => 'offline', environment: { PATH: root } });
    const exit = await bare.run({ program: { script: 'touch ran.txt' }, cwd: root, timeoutMs: 5_000, outputLimitBytes: 1_000, title: 'test' }, () => undefined, new AbortController().signal);
    assert.equal(exit.ending, 'not-started');
    assert.match(exit.problem ?? '', /must run in a sandbox.*not installed.*change the setting/);
    assert.ok(!existsSync(join(root, 'ran.txt')));
    rmSync(root, { recursive: true });
  });
});
