import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { serverProcesses } from '../../../src/engine/node/serverProcesses.ts';
import { hostileServerFile, isAlive } from '../tools/mcp/mcpFixture.ts';

const ports = resolve(import.meta.dirname, '../../../src/engine/node/serverProcesses.ts');

describe('server processes', function () {
  this.timeout(30_000);
  let folder: string;
  let owner: ChildProcess | undefined;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'phasegate-servers-'));
  });
  afterEach(() => {
    owner?.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  it('whose owner was killed are ended by the next one that starts a server; those of a living owner are not', async function () {
    if (process.platform !== 'linux') this.skip();
    const notes = join(folder, 'notes');
    const killed = spawn(process.execPath, ['--input-type=module', '-e', `
      import { serverProcesses } from ${JSON.stringify(ports)};
      const started = await serverProcesses().start({ argv: [process.execPath, ${JSON.stringify(hostileServerFile)}, 'ignores-end', ${JSON.stringify(notes)}], cwd: ${JSON.stringify(folder)}, environment: {} });
      started.value.onOutput(() => undefined);
      setInterval(() => undefined, 1000);
      console.log('ready');
      await started.value.write('{"jsonrpc":"2.0","id":1,"method":"tools/call"}\\n');
    `], { stdio: ['ignore', 'pipe', 'inherit'] });
    owner = killed;
    await once(killed.stdout, 'data');
    const server = await startedServer(notes);
    const own = join(folder, 'own');
    const other = await serverProcesses({ graceMs: 100 }).start({ argv: [process.execPath, hostileServerFile, 'none', own], cwd: folder, environment: {} });
    assert.ok(other.ok);
    const ours = await startedServer(own);
    assert.ok(isAlive(server), 'its owner lives');
    killed.kill('SIGKILL');
    await once(killed, 'close');
    const next = await serverProcesses({ graceMs: 100 }).start({ argv: [process.execPath, '-e', ''], cwd: folder, environment: {} });
    assert.ok(next.ok);
    assert.deepEqual([isAlive(server), isAlive(ours)], [false, true]);
    await Promise.all([next.value.end(), other.value.end()]);
    assert.equal(isAlive(ours), false);
  });

  it('that make noise without end are remembered by their last words', async () => {
    const started = await serverProcesses({ graceMs: 100 }).start({ argv: [process.execPath, '-e', 'process.stderr.write("noise ".repeat(1e6), () => console.log("done")); setInterval(() => undefined, 1000)'], cwd: folder, environment: {} });
    assert.ok(started.ok);
    await new Promise((resolve) => started.value.onOutput(resolve));
    assert.ok(started.value.errorText().length <= 4_000 && started.value.errorText().endsWith('noise '));
    await started.value.end();
  });

  it('that do not exist are an error with their name', async () => {
    const started = await serverProcesses().start({ argv: ['no-such-program-here'], cwd: folder, environment: {} });
    assert.equal(started.ok ? '' : started.error, 'The program "no-such-program-here" was not found.');
  });

  it('cannot be given another mark by their definition', async () => {
    const started = await serverProcesses({ graceMs: 100 }).start({ argv: [process.execPath, '-e', 'console.log(process.env.PHASEGATE_RUN); setInterval(() => undefined, 1000)'], cwd: folder, environment: { PHASEGATE_RUN: 'mine' } });
    assert.ok(started.ok);
    const [bytes] = await new Promise<readonly Uint8Array[]>((resolve) => started.value.onOutput((piece) => resolve([piece])));
    assert.match(String(Buffer.from(bytes ?? [])), /server-\d+-\d+-[0-9a-f]{16}/);
    await started.value.end();
  });
});

async function startedServer(notes: string): Promise<number> {
  for (;;) {
    const [line = ''] = read(notes).split('\n');
    if (line.startsWith('started ')) return Number(line.slice('started '.length));
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
