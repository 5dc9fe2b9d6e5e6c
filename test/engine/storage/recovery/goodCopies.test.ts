import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { loadSqlite } from '../../../../src/engine/storage/bridge/loadSqlite.ts';
import { goodCopyPath, goodCopyTime } from '../../../../src/engine/storage/places.ts';
import { readGoodCopy, takeGoodCopy } from '../../../../src/engine/storage/recovery/goodCopy.ts';
import { cleanUp, clock, created, factsOf, opened, planStarted, storeWith, temporaryFolder, theProject, theRun, wasmPath } from '../fixtures.ts';

describe('the last good copy', () => {
  afterEach(cleanUp);

  const jobFor = (folder: string) => ({ folder, path: join(folder, 'phasegate.db'), wasmPath, clock, isWanted: () => true });
  const readFrom = async (folder: string) => readGoodCopy(await loadSqlite(wasmPath), folder);

  it('is taken when a store that was changed is closed, and not when nothing changed', async () => {
    const folder = temporaryFolder();
    await (await storeWith(folder, [planStarted])).close();
    const copy = await readFrom(folder);
    assert.deepEqual([copy?.facts, copy?.runs], [2, [{ id: theRun, seq: 2 }]]);
    const bytes = readFileSync(goodCopyPath(folder));
    await (await opened(folder)).close();
    assert.deepEqual(readFileSync(goodCopyPath(folder)), bytes);
  });

  it('is taken of a store in use, when it is due, while commits go on', async () => {
    const folder = temporaryFolder();
    const store = await opened(folder, { goodCopyEveryMs: 0 });
    await store.saveProject(theProject);
    await store.append({ facts: factsOf([created]), texts: [] });
    await until(() => existsSync(goodCopyPath(folder)));
    await until(async () => (await readFrom(folder))?.facts === 1);
    await store.append({ facts: factsOf([planStarted], { after: 1 }), texts: [] });
    await until(async () => (await readFrom(folder))?.facts === 2);
    assert.deepEqual(readdirSync(folder).filter((name) => name.startsWith('last-good.db.')), []);
  });

  it('is not replaced by a copy of a store that was damaged meanwhile', async () => {
    const folder = temporaryFolder();
    await (await storeWith(folder, [planStarted])).close();
    const before = readFileSync(goodCopyPath(folder));
    const path = join(folder, 'phasegate.db');
    const bytes = readFileSync(path);
    bytes.fill(0, 4_096, 8_192);
    writeFileSync(path, bytes);
    assert.notEqual(await takeGoodCopy(jobFor(folder)), null);
    assert.deepEqual(readFileSync(goodCopyPath(folder)), before);
    assert.deepEqual(readdirSync(folder).filter((name) => name.startsWith('last-good.db.')), []);
  });

  it('is not replaced by a process that has lost the store', async () => {
    const folder = temporaryFolder();
    await (await storeWith(folder, [])).close();
    const takenAt = goodCopyTime(folder);
    await sleep(20);
    assert.equal(await takeGoodCopy({ ...jobFor(folder), isWanted: () => false }), null);
    assert.equal(goodCopyTime(folder), takenAt);
  });

  it('is none when its own bytes are damaged', async () => {
    const folder = temporaryFolder();
    await (await storeWith(folder, [])).close();
    const bytes = readFileSync(goodCopyPath(folder));
    writeFileSync(goodCopyPath(folder), bytes.subarray(0, 50));
    assert.equal(await readFrom(folder), null);
  });
});

async function until(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    if (await isTrue()) return;
    await sleep(50);
  }
  assert.fail('it did not become true');
}
