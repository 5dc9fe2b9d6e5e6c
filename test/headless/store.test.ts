import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Place, phasegate, samplePlace } from './commandLine.ts';

describe('phasegate store', () => {
  let place: Place;
  beforeEach(() => (place = samplePlace()));
  afterEach(() => place.dispose());

  const call = (...args: readonly string[]) => phasegate([...args, ...place.where, '--json']);
  const database = (): string => path.join(place.store, 'phasegate.db');

  async function finishedRun(): Promise<string> {
    const ended = await call('run', 'quick-fix', '--goal', 'Make it better', '--model', 'rehearsal');
    assert.equal(ended.code, 0, ended.stderr);
    return String(ended.rows.at(-1)?.['runId']);
  }

  function damage(): Buffer {
    const bytes = readFileSync(database());
    bytes.fill(7, 0, 4_096);
    writeFileSync(database(), bytes);
    return bytes;
  }

  it('check finds a store sound, and one that is not there yet no problem', async () => {
    const nothing = await call('store', 'check');
    assert.deepEqual([nothing.code, nothing.rows[0]?.['status']], [0, 'absent']);
    await finishedRun();
    const sound = await call('store', 'check');
    assert.deepEqual([sound.code, sound.rows[0]?.['status'], sound.rows[0]?.['runs']], [0, 'sound', 1]);
  });

  it('a damaged store is told as such by every command, and what is shown is the last good copy', async () => {
    const run = await finishedRun();
    damage();
    const checked = await call('store', 'check');
    assert.equal(checked.code, 1);
    assert.equal(checked.rows[0]?.['status'], 'damaged');
    const listed = await call('list');
    assert.deepEqual(listed.rows.map(({ runId }) => runId), [run]);
    assert.match(listed.stderr, /phasegate store restore.*What follows is from that copy/);
    const resumed = await call('resume', run);
    assert.equal(resumed.code, 2);
    assert.match(resumed.stderr, /A good copy of .* is kept beside it/);
  });

  it('restore puts the copy in its place, keeps the damaged file, and the runs go on from there', async () => {
    const run = await finishedRun();
    const bad = damage();
    const restored = await call('store', 'restore');
    assert.equal(restored.code, 0, restored.stderr);
    const { quarantined: [kept = ''] } = restored.rows.at(-1) as unknown as { quarantined: readonly string[] };
    assert.deepEqual(readFileSync(kept), bad);
    assert.deepEqual([(await call('show', run)).rows[0]?.['status'], (await call('store', 'check')).rows[0]?.['status']], ['completed', 'sound']);
    assert.equal((await call('replay', run)).code, 0);
    await finishedRun();
    assert.equal((await call('list')).rows.length, 2);
  });

  it('restore leaves a sound store alone unless forced, and says so in words', async () => {
    await finishedRun();
    const refused = await call('store', 'restore');
    assert.equal(refused.code, 2);
    assert.match(refused.stderr, /Nothing was restored: the store is sound/);
    assert.equal((await call('store', 'restore', '--force')).code, 0);
    const told = await phasegate(['store', 'check', ...place.where]);
    assert.match(told.stdout, /is sound: 1 runs[\s\S]*last good copy is of 20[\s\S]*Kept from an earlier restore: .*phasegate-/);
  });
});
