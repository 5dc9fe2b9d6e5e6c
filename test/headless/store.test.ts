import assert from 'node:assert/strict';
import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
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

  it('prune removes old recordings, as a run does at its start, but none of a run that is not over', async () => {
    const [recordings, yearMs] = [path.join(place.store, 'exchanges'), 365 * 86_400_000];
    const names = (): readonly string[] => readdirSync(recordings, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json.gz'));
    /** As if every exchange had been a year ago, or were of today again. */
    const shift = (ms: number): void => names().forEach((name) => renameSync(path.join(recordings, name), path.join(recordings, name.replace(/-(\d{14})-/, (_, at: string) => `-${String(Number(at) + ms).padStart(14, '0')}-`))));
    await finishedRun();
    const { length } = names();
    assert.ok(length > 0);
    const count = async (...args: readonly string[]) => (await call('store', 'prune', ...args)).rows[0] as unknown as { removed: { files: number }; kept: { files: number } };
    assert.equal((await count()).removed.files, 0);
    shift(-yearMs);
    assert.equal(((await call('store', 'check')).rows[0] as unknown as { recordings: { files: number } }).recordings.files, length);
    assert.deepEqual([(await count('--dry-run')).removed.files, (await count('--recordings-days', '0')).removed.files], [length, 0]);
    await finishedRun();
    assert.equal(names().length, length, 'those of the first run are gone, those of the second there');

    const waiting = await call('run', 'quick-fix', '--goal', 'Make it better', '--model', 'rehearsal', '--no-auto');
    assert.equal(waiting.code, 3, waiting.stderr);
    const run = String(waiting.rows.at(-1)?.['runId']);
    assert.equal((await count('--recordings-megabytes', '0')).removed.files, 0);
    shift(-yearMs);
    assert.ok((await count('--dry-run')).removed.files > 0, 'what is older than the run is not its own');
    assert.equal((await call('cancel', run)).code, 0);
    await count();
    assert.equal(names().length, 0);
    assert.equal((await call('store', 'prune', '--recordings-days', 'x')).code, 2);
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
