import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { hostileServerFile, isAlive } from '../../engine/tools/mcp/mcpFixture.ts';

const ports = resolve(import.meta.dirname, '../../../src/engine/node/serverProcesses.ts');

describe('MCP servers whose owner is killed', () => {
  let folder: string;
  let owner: ChildProcess | undefined;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'phasegate-owner-'));
  });
  afterEach(() => {
    owner?.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  it('go with it, whatever they ignore and wherever they hide; so does what waited for that', async function () {
    if (process.platform !== 'linux') this.skip();
    const notes = join(folder, 'notes');
    const killed = spawn(process.execPath, ['--input-type=module', '-e', `
      import { serverProcesses } from ${JSON.stringify(ports)};
      const call = async (fault) => {
        const { value } = await serverProcesses().start({ argv: [process.execPath, ${JSON.stringify(hostileServerFile)}, fault, ${JSON.stringify(notes)}], cwd: ${JSON.stringify(folder)}, environment: {} });
        const answered = new Promise((resolve) => value.onOutput(resolve));
        await value.write('{"jsonrpc":"2.0","id":1,"method":"tools/call"}\\n');
        await answered;
      };
      setInterval(() => undefined, 1000);
      await Promise.all([call('ignores-end'), call('forks-children')]);
      console.log('ready');
    `], { stdio: ['ignore', 'pipe', 'inherit'] });
    owner = killed;
    await once(killed.stdout, 'data');
    const pids = readFileSync(notes, 'utf8').trim().split('\n').map((line) => Number(line.split(' ')[1]));
    assert.deepEqual([pids.length, pids.every(isAlive)], [4, true]);
    killed.kill('SIGKILL');
    await once(killed, 'close');
    for (let waits = 0; waits < 400 && (pids.some(isAlive) || isWatched(killed)); waits += 1) await delay(25);
    assert.deepEqual([pids.filter(isAlive), isWatched(killed)], [[], false]);
  });
});

function isWatched({ pid }: ChildProcess): boolean {
  return readdirSync('/proc').some((name) => /^\d+$/.test(name) && commandLine(name).includes(`server-${pid}-`));
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}
