import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadSqlite } from '../../../../src/engine/storage/bridge/loadSqlite.ts';
import { Database } from '../../../../src/engine/storage/database.ts';
import { checkStore } from '../../../../src/engine/storage/recovery/checkStore.ts';
import { cleanUp, optionsFor, planStarted, storeWith, temporaryFolder, textOf, wasmPath } from '../fixtures.ts';

describe('checking a store', () => {
  afterEach(cleanUp);

  const long = textOf('a long text '.repeat(2_000));

  async function closedStore(): Promise<string> {
    const folder = temporaryFolder();
    await (await storeWith(folder, [planStarted], [long])).close();
    return folder;
  }

  async function edited(folder: string, sql: string): Promise<void> {
    const database = new Database(await loadSqlite(wasmPath), join(folder, 'phasegate.db'));
    database.configure();
    database.exec(`pragma foreign_keys = off; ${sql}`);
    database.close();
  }

  it('finds a sound one sound, counts it, and changes nothing', async () => {
    const folder = await closedStore();
    const before = contentsOf(folder);
    const report = await checkStore(optionsFor(folder));
    assert.deepEqual([report.status, report.problems, report.runs, report.facts], ['sound', [], 1, 2]);
    assert.equal(report.goodCopy?.facts, 2);
    assert.deepEqual(contentsOf(folder), before);
  });

  const damages: readonly (readonly [string, RegExp, string])[] = [
    ['a fact that was taken out', /run run-1 does not have all its facts/, 'delete from run_event where id % 2 = 0'],
    ['a row that refers to nothing', /a row of \w+ refers to a row of pipeline_run/, 'delete from pipeline_run'],
    ['a table that is gone', /the table checkpoint is missing/, 'drop table checkpoint'],
    ['a table that is not ours', /the table mine, which Phasegate did not make/, 'create table mine (x)'],
    ['a later version', /version 99 is newer/, 'pragma user_version = 99'],
  ];
  for (const [name, message, sql] of damages) {
    it(`names ${name}`, async () => {
      const folder = await closedStore();
      await edited(folder, sql);
      const report = await checkStore(optionsFor(folder));
      assert.equal(report.status, name.startsWith('a later') ? 'newer' : 'damaged');
      assert.match(report.problems.join('\n'), message);
    });
  }

  it('names a text that is gone, which no copy of the database brings back', async () => {
    const folder = await closedStore();
    rmSync(join(folder, 'blobs', long.hash.slice(0, 2), long.hash));
    const report = await checkStore(optionsFor(folder));
    assert.equal(report.status, 'incomplete');
    assert.match(report.problems.join('\n'), new RegExp(`${long.hash} is missing or damaged`));
  });

  it('names damaged pages', async () => {
    const folder = await closedStore();
    const path = join(folder, 'phasegate.db');
    const bytes = readFileSync(path);
    bytes.fill(255, 4_096, 12_288);
    writeFileSync(path, bytes);
    const report = await checkStore(optionsFor(folder));
    assert.equal(report.status, 'damaged');
    assert.ok(report.problems.length > 0 && report.loss !== null);
  });

  it('tells a store that was never there from one that is missing', async () => {
    const nothing = await checkStore(optionsFor(temporaryFolder()));
    assert.deepEqual([nothing.status, nothing.goodCopy], ['absent', null]);
    const folder = await closedStore();
    rmSync(join(folder, 'phasegate.db'));
    const missing = await checkStore(optionsFor(folder));
    assert.deepEqual([missing.status, missing.goodCopy?.facts], ['absent', 2]);
  });
});

function contentsOf(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith('lease-'))
    .map((entry) => `${entry.name} ${createHash('sha256').update(readFileSync(join(entry.parentPath, entry.name))).digest('hex')}`);
}
