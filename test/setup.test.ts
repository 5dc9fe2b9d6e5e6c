import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const setup = join(import.meta.dirname, '../setup.mjs');

describe('the lock of the setup', () => {
  let cache: string;

  beforeEach(() => {
    cache = mkdtempSync(join(tmpdir(), 'phasegate-setup-'));
  });

  afterEach(() => rmSync(cache, { recursive: true, force: true }));

  /** One process that notes when it has the lock and when it gives it back. */
  async function worker(holdMs: number): Promise<void> {
    const script = `
      const { withLock } = await import(${JSON.stringify(setup)});
      const { appendFileSync } = await import('node:fs');
      const note = (text) => appendFileSync(${JSON.stringify(join(cache, 'notes'))}, text);
      await withLock('work', async () => { note('('); await new Promise((resolve) => setTimeout(resolve, ${holdMs})); note(')'); });`;
    await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], { env: { ...process.env, PHASEGATE_CACHE: cache } });
  }

  const notes = (): string => readFileSync(join(cache, 'notes'), 'utf8');

  function leaveLock(owner: string | undefined): string {
    const lock = join(cache, 'work.lock');
    mkdirSync(lock);
    if (owner !== undefined) writeFileSync(join(lock, 'owner.json'), owner);
    return lock;
  }

  it('lets processes work one after the other', async () => {
    await Promise.all([worker(60), worker(60), worker(60)]);
    assert.equal(notes(), '()()()');
  });

  it('is taken over from an owner that is gone, by one process at a time', async () => {
    leaveLock(JSON.stringify({ pid: 2 ** 30, host: hostname() }));
    await Promise.all([worker(60), worker(60)]);
    assert.equal(notes(), '()()');
  });

  it('is taken over when nobody has touched it for a minute, whatever it says', async () => {
    const lock = leaveLock(undefined);
    const before = new Date(Date.now() - 61_000);
    utimesSync(lock, before, before);
    await worker(0);
    assert.equal(notes(), '()');
  });

  it('is respected while its owner lives', async () => {
    const lock = leaveLock(JSON.stringify({ pid: process.pid, host: hostname() }));
    const waiting = worker(0);
    await new Promise((resolve) => setTimeout(resolve, 600));
    assert.throws(notes, { code: 'ENOENT' });
    rmSync(lock, { recursive: true });
    await waiting;
    assert.equal(notes(), '()');
  });
});

describe('the setup on the command line', () => {
  it('names its steps when asked for another', async () => {
    await assert.rejects(promisify(execFile)(process.execPath, [setup, 'nonsense']), { stderr: /Unknown step "nonsense"\. Steps: install, editor, chromium, build\./ });
  });
});
