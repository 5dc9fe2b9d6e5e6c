import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Store } from '../../../src/engine/ports/store.ts';
import { openReadOnlyStore } from '../../../src/engine/storage/openReadOnlyStore.ts';
import { cleanUp, factsOf, hashOf, optionsFor, planStarted, storeWith, temporaryFolder, textOf, theProject, theRun } from './fixtures.ts';

describe('read-only view of a store', () => {
  const views: Store[] = [];
  afterEach(async () => {
    for (const view of views.splice(0)) await view.close();
    await cleanUp();
  });

  async function view(folder: string): Promise<Store> {
    const result = await openReadOnlyStore(optionsFor(folder));
    assert.ok(result.ok, result.ok ? '' : result.error.message);
    views.push(result.value);
    return result.value;
  }

  it('shows what another owner has committed, and what it commits later', async () => {
    const folder = temporaryFolder();
    const large = textOf('large '.repeat(3_000));
    const owner = await storeWith(folder, [{ type: 'run-started' }], [large]);
    const watcher = await view(folder);
    assert.equal(watcher.isReadOnly, true);
    assert.equal((await watcher.facts(theRun)).length, 2);
    assert.equal(await watcher.text({ hash: hashOf(large.text), bytes: large.text.length, preview: '' }), large.text);
    for (let seq = 2; seq < 30; seq += 1) {
      await owner.append({ facts: factsOf([seq === 2 ? planStarted : { type: 'run-continued' }], { after: seq }), texts: [] });
      assert.equal((await watcher.facts(theRun)).length, seq + 1);
    }
    assert.equal((await watcher.executions(theRun)).length, 1);
    await owner.close();
    assert.equal((await watcher.facts(theRun)).length, 30);
  });

  it('changes nothing in the folder and refuses to write', async () => {
    const folder = temporaryFolder();
    await (await storeWith(folder, [])).close();
    const before = readdirSync(folder);
    const watcher = await view(folder);
    await assert.rejects(watcher.append({ facts: [], texts: [] }), /read-only/);
    await assert.rejects(watcher.saveProject(theProject), /read-only/);
    assert.deepEqual(await watcher.projects(), [theProject]);
    assert.deepEqual(readdirSync(folder), before);
  });

  it('says that there is none, or that it is damaged', async () => {
    const folder = temporaryFolder();
    const absent = await openReadOnlyStore(optionsFor(folder));
    assert.ok(!absent.ok && absent.error.type === 'unwritable' && absent.error.message.includes(folder));
    writeFileSync(join(folder, 'phasegate.db'), 'nonsense');
    const damaged = await openReadOnlyStore(optionsFor(folder));
    assert.ok(!damaged.ok && damaged.error.type === 'corrupt');
    assert.deepEqual(readdirSync(folder), ['phasegate.db']);
  });

  it('says at the opening that a page is damaged, not at some later read', async () => {
    const folder = temporaryFolder();
    await (await storeWith(folder, [])).close();
    const path = join(folder, 'phasegate.db');
    const bytes = readFileSync(path);
    bytes.fill(0, 8_192, 12_288);
    writeFileSync(path, bytes);
    const damaged = await openReadOnlyStore(optionsFor(folder));
    assert.ok(!damaged.ok && damaged.error.type === 'corrupt', damaged.ok ? 'it opened' : damaged.error.type);
  });
});
