import assert from 'node:assert/strict';
import { chmodSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { type Place, phasegate, samplePlace } from '../../headless/commandLine.ts';

describe('a store that may only be read', () => {
  let place: Place;
  beforeEach(() => (place = samplePlace()));
  afterEach(() => {
    open(0o755, 0o644);
    place.dispose();
  });

  /** Root may write everywhere, so whoever is that becomes nobody. */
  const nobody = { env: { HOME: '/nonexistent' }, ...(process.getuid?.() === 0 && { uid: 65_534 }) };

  function open(folderMode: number, fileMode: number): void {
    for (const entry of [place.store, ...readdirSync(place.store, { recursive: true }).map((name) => path.join(place.store, String(name)))]) {
      chmodSync(entry, statSync(entry).isDirectory() ? folderMode : fileMode);
    }
  }

  it('can be looked at, and says why nothing else works', async () => {
    const ran = await phasegate(['run', 'quick-fix', ...place.where, '--goal', 'x', '--model', 'rehearsal', '--json']);
    assert.equal(ran.code, 0, ran.stderr);
    const run = String(ran.rows.at(-1)?.['runId']);
    chmodSync(path.dirname(place.store), 0o755);
    open(0o555, 0o444);
    const before = readdirSync(place.store).toSorted();
    const listed = await phasegate(['list', ...place.where, '--json'], nobody);
    assert.deepEqual(listed.rows.map(({ runId }) => runId), [run], listed.stderr);
    const refused = await phasegate(['run', 'quick-fix', ...place.where, '--goal', 'x', '--model', 'rehearsal'], nobody);
    assert.equal(refused.code, 2);
    assert.match(refused.stderr, /cannot be written: EACCES/);
    assert.ok(!refused.stderr.includes('    at '), 'no stack: this is no mistake of the program');
    assert.deepEqual(readdirSync(place.store).toSorted(), before);
  });
});
