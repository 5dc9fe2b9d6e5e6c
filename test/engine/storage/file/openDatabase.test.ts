import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StoreError, type StoreProblem } from '../../../../src/engine/ports/store.ts';
import { loadSqlite } from '../../../../src/engine/storage/bridge/loadSqlite.ts';
import { Database } from '../../../../src/engine/storage/database.ts';
import { migrate } from '../../../../src/engine/storage/migrate.ts';
import { migrations } from '../../../../src/engine/storage/migrations.ts';
import { openStore } from '../../../../src/engine/storage/openStore.ts';
import { cleanUp, optionsFor, opened, storeWith, temporaryFolder, textOf, theRun, wasmPath } from '../fixtures.ts';

describe('opening a file that is not what it should be', () => {
  afterEach(cleanUp);

  const cases: readonly (readonly [string, StoreProblem['type'], (good: Buffer) => Uint8Array])[] = [
    ['an emptied file', 'corrupt', () => Buffer.alloc(0)],
    ['a file of one byte', 'corrupt', () => Buffer.from('x')],
    ['random bytes', 'corrupt', () => Buffer.from(Array.from({ length: 20_000 }, (_, index) => (index * 7919) % 251))],
    ['text', 'corrupt', () => Buffer.from('Not a database.\n'.repeat(500))],
    ['only the header', 'corrupt', (good) => good.subarray(0, 100)],
    ['half of it', 'corrupt', (good) => good.subarray(0, good.length / 2)],
    ['all but the last page', 'corrupt', (good) => good.subarray(0, good.length - 4_096)],
    ['a wrong first byte', 'corrupt', (good) => changed(good, 0, 0)],
    ['the application id of another program', 'corrupt', (good) => changed(good, 70, 0)],
    ['a schema page of zeros', 'corrupt', (good) => Buffer.concat([good.subarray(0, 100), Buffer.alloc(3_996), good.subarray(4_096)])],
    ['a table page of zeros', 'corrupt', (good) => Buffer.concat([good.subarray(0, 4_096), Buffer.alloc(4_096), good.subarray(8_192)])],
    ['a later version', 'newer', (good) => changed(good, 63, 99)],
    ['no version', 'corrupt', (good) => changed(good, 63, 0)],
  ];
  for (const [name, type, damage] of cases) {
    it(`${name} is ${type}, and left as it is`, async () => {
      const folder = temporaryFolder();
      await (await storeWith(folder, [])).close();
      const path = join(folder, 'phasegate.db');
      const bad = damage(readFileSync(path));
      writeFileSync(path, bad);
      const result = await openStore(optionsFor(folder));
      assert.equal(result.ok ? 'opened' : result.error.type, type);
      assert.ok(!result.ok && result.error.message.includes(type === 'newer' ? '99' : path));
      assert.deepEqual(readFileSync(path), Buffer.from(bad));
      assert.equal((await openStore(optionsFor(folder))).ok, false, 'the lease must have been given back, and the answer be the same');
    });
  }

  it('any single flipped bit in the header is noticed or harmless', async () => {
    const folder = temporaryFolder();
    const store = await storeWith(folder, [], [textOf('kept')]);
    const facts = await store.facts(theRun);
    await store.close();
    const path = join(folder, 'phasegate.db');
    const good = readFileSync(path);
    for (let bit = 0; bit < 800; bit += 3) {
      const byte = Math.floor(bit / 8);
      writeFileSync(path, changed(good, byte, (good[byte] ?? 0) ^ (1 << (bit % 8))));
      const result = await openStore(optionsFor(folder));
      if (!result.ok) continue;
      assert.deepEqual(await result.value.facts(theRun), facts, `bit ${bit}`);
      await result.value.close();
    }
  }).timeout(60_000);

  it('a flipped bit anywhere is noticed, or changes no fact that is read', async () => {
    const folder = temporaryFolder();
    const store = await storeWith(folder, [], [textOf('kept')]);
    const facts = await store.facts(theRun);
    await store.close();
    const path = join(folder, 'phasegate.db');
    const good = readFileSync(path);
    const body = good.indexOf('"type":"run-created"') - 20;
    assert.ok(body > 0, 'the body of the fact is in the file');
    const somewhere = Array.from({ length: Math.floor(good.length / 613) }, (_, index) => index * 613);
    const inTheFact = Array.from({ length: 150 }, (_, index) => body + index * 3);
    let noticed = 0;
    for (const byte of [...somewhere, ...inTheFact]) {
      writeFileSync(path, changed(good, byte, (good[byte] ?? 0) ^ (1 << (byte % 8))));
      const result = await openStore(optionsFor(folder));
      const read = result.ok ? await result.value.facts(theRun).catch((error: unknown) => error) : null;
      if (read === null || read instanceof StoreError) noticed += 1;
      else assert.deepEqual(read, facts, `byte ${byte}`);
      if (result.ok) await result.value.close();
    }
    assert.ok(noticed >= inTheFact.length, `${noticed} noticed`);
  }).timeout(60_000);

  it('a schema that is not its own is refused, each by name', async () => {
    for (const [statement, words] of [['drop table checkpoint', /the table checkpoint is missing/], ['create table mine (x)', /holds the table mine, which Phasegate did not make/], ['drop index artifact_by_run', /the index artifact_by_run is missing/]] as const) {
      const folder = temporaryFolder();
      await (await storeWith(folder, [])).close();
      const database = new Database(await loadSqlite(wasmPath), join(folder, 'phasegate.db'));
      database.configure();
      database.exec(statement);
      database.close();
      const result = await openStore(optionsFor(folder));
      assert.ok(!result.ok && result.error.type === 'corrupt');
      assert.match(result.error.message, words);
    }
  });

  it('a trigger or a view that it did not make is refused', async () => {
    for (const hostile of ['create trigger t after insert on run_event begin delete from artifact; end', 'create view v as select * from project']) {
      const folder = temporaryFolder();
      await (await storeWith(folder, [])).close();
      const database = new Database(await loadSqlite(wasmPath), join(folder, 'phasegate.db'));
      database.configure();
      database.exec(hostile);
      database.close();
      const result = await openStore(optionsFor(folder));
      assert.ok(!result.ok && result.error.type === 'corrupt' && /which Phasegate did not make/.test(result.error.message));
    }
  });

  it('a trigger in a file of an older version is refused before it is brought up to date', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'blobs'));
    const database = new Database(await loadSqlite(wasmPath), join(folder, 'phasegate.db'));
    database.configure();
    migrate(database, migrations.slice(0, -1));
    database.exec('create trigger t after insert on run_event begin delete from artifact; end');
    database.close();
    const result = await openStore(optionsFor(folder));
    assert.ok(!result.ok && result.error.type === 'corrupt' && /the trigger t, which Phasegate did not make/.test(result.error.message));
    const after = new Database(await loadSqlite(wasmPath), join(folder, 'phasegate.db'));
    after.configure();
    assert.equal(after.number('pragma user_version'), migrations.length - 1);
    after.close();
  });

  it('a good file put back in its place opens again in the same process', async () => {
    const folder = temporaryFolder();
    await (await storeWith(folder, [])).close();
    const path = join(folder, 'phasegate.db');
    const good = readFileSync(path);
    writeFileSync(path, good.subarray(0, good.length - 4_096));
    assert.ok(!(await openStore(optionsFor(folder))).ok);
    writeFileSync(path, good);
    assert.equal((await (await opened(folder)).facts(theRun)).length, 1);
  });

  it('a missing file whose log is there is not replaced', async () => {
    const folder = temporaryFolder();
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'phasegate.db-wal'), 'something');
    const result = await openStore(optionsFor(folder));
    assert.ok(!result.ok && result.error.type === 'corrupt');
    assert.equal(readFileSync(join(folder, 'phasegate.db-wal'), 'utf8'), 'something');
  });

  it('an empty file in a new folder becomes a store', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'phasegate.db'), '');
    assert.deepEqual(await (await opened(folder)).projects(), []);
  });

  it('a folder that cannot be made is unwritable', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'file'), '');
    const result = await openStore(optionsFor(join(folder, 'file', 'store')));
    assert.ok(!result.ok && result.error.type === 'unwritable' && result.error.message.includes(join(folder, 'file')));
  });
});

function changed(bytes: Buffer, at: number, value: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at] = value;
  return copy;
}
