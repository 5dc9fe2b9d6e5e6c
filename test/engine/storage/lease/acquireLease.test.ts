import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { acquireLease } from '../../../../src/engine/storage/lease/acquireLease.ts';
import { type Lease } from '../../../../src/engine/storage/lease/lease.ts';
import { heartbeatText, leasePath, leaseText, type LeaseRecord, readLease } from '../../../../src/engine/storage/lease/leaseFile.ts';
import { livenessOf, ownIdentity } from '../../../../src/engine/storage/lease/processIdentity.ts';
import { cleanUp, clock, quickTiming, temporaryFolder } from '../fixtures.ts';

describe('lease', () => {
  const leases: Lease[] = [];
  afterEach(async () => {
    for (const lease of leases.splice(0)) lease.dispose();
    await cleanUp();
  });

  async function acquire(folder: string, owner = 'someone') {
    const result = await acquireLease({ folder, owner, clock, timing: quickTiming });
    if (result.ok) leases.push(result.value);
    return result;
  }

  it('has one holder, and tells the second who that is', async () => {
    const folder = temporaryFolder();
    assert.ok((await acquire(folder, 'window one')).ok);
    assert.deepEqual(await acquire(folder, 'window two'), { ok: false, error: { owner: 'window one' } });
  });

  it('is free at once after it was released', async () => {
    const folder = temporaryFolder();
    const first = await acquire(folder);
    assert.ok(first.ok);
    first.value.dispose();
    assert.equal(first.value.isHeld(), false);
    const second = await acquireLease({ folder, owner: 'another', clock: { ...clock, sleep: () => Promise.reject(new Error('it waited')) }, timing: quickTiming });
    assert.ok(second.ok && !second.value.isFromLivingHolder);
    leases.push(second.value);
  });

  it('follows a dead process at once, also when its number was given to another', async () => {
    const folder = temporaryFolder();
    leave(folder, { pid: process.pid, startTime: 'long ago' });
    const result = await acquire(folder);
    assert.ok(result.ok && !result.value.isFromLivingHolder && result.value.isHeld());
    assert.deepEqual(readdirSync(folder), ['lease-2.json']);

    const child = spawn(process.execPath, ['-e', '']);
    await new Promise((resolve) => child.once('close', resolve));
    assert.ok(child.pid);
    assert.equal(livenessOf({ ...ownIdentity(), pid: child.pid }), 'dead');
    assert.equal(livenessOf(ownIdentity()), 'alive');
  });

  it('follows a holder it cannot see only after silence, whatever the wall clock says', async () => {
    const folder = temporaryFolder();
    // Here no process has this number; there it may.
    leave(folder, { place: `another machine than ${hostname()}`, pid: 2 ** 22 + 1, heartbeat: heartbeatText(7) });
    const started = performance.now();
    const jumping = { ...clock, now: () => (Math.random() > 0.5 ? 1 : 9_999_999_999_999) };
    const result = await acquireLease({ folder, owner: 'x', clock: jumping, timing: quickTiming });
    assert.ok(result.ok && result.value.isFromLivingHolder);
    leases.push(result.value);
    assert.ok(performance.now() - started >= quickTiming.staleMs);
  });

  it('leaves a holder alone that it cannot see but hears', async () => {
    const folder = temporaryFolder();
    const record = leave(folder, { place: 'elsewhere', owner: 'a container' });
    const beat = setInterval(() => leave(folder, { ...record, heartbeat: heartbeatText(Math.floor(performance.now())) }), 50);
    assert.deepEqual(await acquire(folder), { ok: false, error: { owner: 'a container' } });
    clearInterval(beat);
  });

  it('is not kept by a file that makes no sense', async () => {
    const folder = temporaryFolder();
    writeFileSync(leasePath(folder, 4), '{"generation":');
    const result = await acquire(folder);
    assert.ok(result.ok);
    assert.deepEqual(readdirSync(folder), ['lease-5.json']);
  });

  it('goes to exactly one of many that take over at the same time', async () => {
    for (let round = 0; round < 20; round += 1) {
      const folder = temporaryFolder();
      leave(folder, { startTime: 'long ago' });
      const results = await Promise.all(Array.from({ length: 8 }, (_, index) => acquire(folder, `taker ${index}`)));
      assert.equal(results.filter(({ ok }) => ok).length, 1);
      assert.deepEqual(readdirSync(folder).length, 1);
    }
  });

  it('goes to exactly one of several processes', async () => {
    const folder = temporaryFolder();
    leave(folder, { startTime: 'long ago' });
    const program = join(import.meta.dirname, 'taker.ts');
    const takers = Array.from({ length: 4 }, () => spawn(process.execPath, [program, folder], { stdio: ['pipe', 'pipe', 'inherit'] }));
    const answers = await Promise.all(takers.map((taker) => new Promise<string>((resolve) => taker.stdout.once('data', (data) => resolve(String(data).trim())))));
    const ended = takers.map((taker) => new Promise((resolve) => taker.once('close', resolve)));
    for (const taker of takers) taker.stdin.end();
    await Promise.all(ended);
    assert.deepEqual(answers.toSorted(), ['owned', 'owned', 'owned', 'taken']);
  });

  it('is noticed as lost by the holder that was taken over', async () => {
    const folder = temporaryFolder();
    const first = await acquire(folder);
    assert.ok(first.ok && first.value.isHeld());
    leave(folder, { generation: 2, owner: 'a taker' });
    assert.equal(first.value.isHeld(), false);
    first.value.dispose();
    assert.equal(readLease(folder, 2)?.owner, 'a taker');
    assert.ok(existsSync(leasePath(folder, 2)));
  });

  it('says who holds it in words a person can read in the file', async () => {
    const folder = temporaryFolder();
    await acquire(folder, 'VS Code window "sample"');
    assert.match(readFileSync(leasePath(folder, 1), 'utf8'), new RegExp(`"pid":${process.pid},.*"owner":"VS Code window \\\\"sample\\\\""`));
  });
});

/** Writes the lease file that some holder would have left. */
function leave(folder: string, change: Partial<LeaseRecord>): LeaseRecord {
  const record: LeaseRecord = { generation: 1, ...ownIdentity(), owner: 'the one before', heartbeat: heartbeatText(3), isReleased: false, ...change };
  writeFileSync(leasePath(folder, record.generation), leaseText(record));
  return record;
}
