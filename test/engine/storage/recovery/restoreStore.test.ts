import assert from 'node:assert/strict';
import { copyFileSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StoreError } from '../../../../src/engine/ports/store.ts';
import { openReadOnlyStore } from '../../../../src/engine/storage/openReadOnlyStore.ts';
import { openStore } from '../../../../src/engine/storage/openStore.ts';
import { goodCopyPath } from '../../../../src/engine/storage/places.ts';
import { restoreStore } from '../../../../src/engine/storage/recovery/restoreStore.ts';
import { cleanUp, factsOf, opened, optionsFor, planStarted, storeWith, temporaryFolder, theRun } from '../fixtures.ts';

describe('restoring the last good copy', () => {
  afterEach(cleanUp);

  const databaseOf = (folder: string): string => join(folder, 'phasegate.db');
  const typesOf = async (folder: string) => (await (await opened(folder)).facts(theRun)).map(({ event }) => event.type);

  /** A store of three facts, whose good copy has the first two. */
  async function agedStore(): Promise<string> {
    const folder = temporaryFolder();
    await (await storeWith(folder, [{ type: 'run-started' }])).close();
    copyFileSync(goodCopyPath(folder), join(folder, 'kept'));
    const store = await opened(folder);
    await store.append({ facts: factsOf([planStarted], { after: 2 }), texts: [] });
    await store.close();
    renameSync(join(folder, 'kept'), goodCopyPath(folder));
    return folder;
  }

  async function damagedStore(): Promise<{ readonly folder: string; readonly bad: Buffer }> {
    const folder = await agedStore();
    const bad = readFileSync(databaseOf(folder));
    bad.fill(0, 100, 4_096);
    writeFileSync(databaseOf(folder), bad);
    return { folder, bad };
  }

  it('is offered where the store is damaged, with the time of the copy', async () => {
    const { folder } = await damagedStore();
    const result = await openStore(optionsFor(folder));
    assert.ok(!result.ok && result.error.type === 'corrupt');
    assert.equal(typeof result.error.goodCopyAt, 'number');
    assert.match(result.error.message, /A good copy of 20\d\d-.* is kept beside it/);
  });

  it('keeps the damaged files, and pauses what was under way with the reason', async () => {
    const { folder, bad } = await damagedStore();
    const restored = await restoreStore(optionsFor(folder));
    assert.ok(restored.ok, restored.ok ? '' : restored.error.message);
    const [quarantined = ''] = restored.value.quarantined;
    assert.deepEqual(readFileSync(quarantined), bad);
    assert.equal(restored.value.copy.facts, 2);
    const facts = await (await opened(folder)).facts(theRun);
    const last = facts.at(-1)?.event;
    assert.deepEqual(facts.map(({ event }) => event.type), ['run-created', 'run-started', 'run-paused']);
    assert.ok(last?.type === 'run-paused' && last.reason === 'interrupted');
    assert.match(last.message, /The store was damaged.*look at the workspace/);
  });

  it('names the loss window, run by run where the damaged file still tells', async () => {
    const folder = await agedStore();
    const restored = await restoreStore(optionsFor(folder));
    assert.ok(restored.ok);
    const { from, until, runs } = restored.value.loss;
    assert.deepEqual(runs, [{ id: theRun, lostFacts: 1 }]);
    assert.ok(from <= until);
    const { folder: second } = await damagedStore();
    const blind = await restoreStore(optionsFor(second));
    assert.ok(blind.ok && blind.value.loss.runs === null);
  });

  it('can be done twice: nothing in the quarantine is overwritten', async () => {
    const { folder } = await damagedStore();
    for (let round = 0; round < 2; round += 1) {
      writeFileSync(databaseOf(folder), `damage ${round}`);
      const restored = await restoreStore(optionsFor(folder, { clock: { ...optionsFor(folder).clock, now: () => 1_700_000_000_000 } }));
      assert.ok(restored.ok, restored.ok ? '' : restored.error.message);
    }
    const kept = readdirSync(join(folder, 'quarantine')).map((name) => readFileSync(join(folder, 'quarantine', name), 'utf8'));
    assert.deepEqual(kept.toSorted(), ['damage 0', 'damage 1']);
  });

  it('brings back a database that was removed', async () => {
    const folder = await agedStore();
    rmSync(databaseOf(folder));
    const result = await openStore(optionsFor(folder));
    assert.ok(!result.ok && result.error.type === 'corrupt' && result.error.goodCopyAt !== undefined, 'an empty store must not take its place');
    assert.ok((await restoreStore(optionsFor(folder))).ok);
    assert.deepEqual(await typesOf(folder), ['run-created', 'run-started', 'run-paused']);
  });

  it('leaves everything as it is where the copy is damaged too', async () => {
    const { folder, bad } = await damagedStore();
    const copy = readFileSync(goodCopyPath(folder));
    copy.fill(0, 4_096, 8_192);
    writeFileSync(goodCopyPath(folder), copy);
    const restored = await restoreStore(optionsFor(folder));
    assert.ok(!restored.ok && restored.error.type === 'corrupt');
    assert.deepEqual(readFileSync(databaseOf(folder)), bad);
    assert.equal(existsSync(join(folder, 'quarantine')), false);
    assert.deepEqual(readdirSync(folder).filter((name) => name.includes('restored')), []);
  });

  it('is refused while another process owns the store', async () => {
    const folder = await agedStore();
    await opened(folder);
    const restored = await restoreStore(optionsFor(folder));
    assert.equal(restored.ok ? 'restored' : restored.error.type, 'owned');
  });

  it('says so where there is no copy', async () => {
    const folder = temporaryFolder();
    const restored = await restoreStore(optionsFor(folder));
    assert.ok(!restored.ok && /There is no good copy/.test(restored.error.message));
  });

  it('is not needed to look at the runs: the copy can be read, and not written', async () => {
    const { folder } = await damagedStore();
    const damaged = await openReadOnlyStore(optionsFor(folder));
    assert.ok(!damaged.ok && damaged.error.type === 'corrupt' && damaged.error.goodCopyAt !== undefined);
    const view = await openReadOnlyStore(optionsFor(folder), 'good-copy');
    assert.ok(view.ok, view.ok ? '' : view.error.message);
    assert.deepEqual((await view.value.facts(theRun)).map(({ event }) => event.type), ['run-created', 'run-started']);
    await assert.rejects(view.value.append({ facts: factsOf([planStarted], { after: 2 }), texts: [] }), (error) => error instanceof StoreError && /last good copy/.test(error.message));
    await view.value.close();
  });
});
