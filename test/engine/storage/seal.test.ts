import assert from 'node:assert/strict';
import { join } from 'node:path';
import { loadSqlite } from '../../../src/engine/storage/bridge/loadSqlite.ts';
import { Database } from '../../../src/engine/storage/database.ts';
import { migrations } from '../../../src/engine/storage/migrations.ts';
import { checkStore } from '../../../src/engine/storage/recovery/checkStore.ts';
import { call, cleanUp, execution, factsOf, opened, optionsFor, plan, planStarted, storeWith, temporaryFolder, theRun, wasmPath } from './fixtures.ts';

describe('the seal of a fact', () => {
  afterEach(cleanUp);

  const of = { phase: plan, execution: execution('e1'), call: call('c1') };

  /** A closed store of six facts, in which somebody then wrote by hand. */
  async function editedStore(...statements: readonly string[]): Promise<string> {
    const folder = temporaryFolder();
    const store = await storeWith(folder, [
      { type: 'run-started' }, planStarted, { type: 'tool-started', ...of, turn: 1, name: 'write_file', input: { text: '{}' } },
      { type: 'tool-finished', ...of, outcome: 'denied', output: { text: 'No.' }, durationMs: 1 },
    ]);
    await store.append({ facts: factsOf([{ type: 'run-continued' }], { after: 5 }), texts: [] });
    await store.close();
    const database = new Database(await loadSqlite(wasmPath), join(folder, 'phasegate.db'));
    database.configure();
    for (const statement of statements) assert.equal(database.run(statement), 1, statement);
    database.close();
    return folder;
  }

  const edits: readonly (readonly [string, number, readonly string[]])[] = [
    ['a call that is made to look done', 5, [`update run_event set body = json_set(body, '$.outcome', 'ok') where type = 'tool-finished'`]],
    ['another time', 2, [`update run_event set at = at + 1 where seq = 2`]],
    ['a seal that was taken off', 3, ['update run_event set seal = null where seq = 3']],
    ['a fact that was slipped in with a guessed seal', 7, [
      `insert into run_event (id, run_id, at, type, body, seal) select id + 1, run_id, at, 'run-auto-changed', '{"type":"run-auto-changed","isAuto":true}', seal from run_event where seq = 6`,
      `update pipeline_run set seq = 7`,
    ]],
  ];
  for (const [name, seq, statements] of edits) {
    it(`tells of ${name}`, async () => {
      const folder = await editedStore(...statements);
      await assert.rejects((await opened(folder)).facts(theRun), new RegExp(`Fact ${seq} of run run-1 is damaged: it is not as it was written`));
      const report = await checkStore(optionsFor(folder));
      assert.equal(report.status, 'damaged');
      assert.match(report.problems.join(), new RegExp(`Fact ${seq}`));
    });
  }

  it('holds from any fact on, and across openings', async () => {
    const folder = await editedStore();
    const store = await opened(folder);
    await store.append({ facts: factsOf([{ type: 'run-continued' }], { after: 6 }), texts: [] });
    assert.deepEqual((await store.facts(theRun)).map(({ seq }) => seq), [1, 2, 3, 4, 5, 6, 7]);
    assert.deepEqual((await store.facts(theRun, 4)).map(({ seq }) => seq), [5, 6, 7]);
    assert.deepEqual(await store.facts(theRun, 7), []);
  });

  it('begins with the first fact that is added to a run from before there were seals', async () => {
    const folder = await editedStore();
    const database = new Database(await loadSqlite(wasmPath), join(folder, 'phasegate.db'));
    database.configure();
    database.exec(`update run_event set seal = null; alter table run_event drop column seal; pragma user_version = ${migrations.length - 1};`);
    database.close();
    const store = await opened(folder);
    await store.append({ facts: factsOf([{ type: 'run-continued' }], { after: 6 }), texts: [] });
    assert.equal((await store.facts(theRun)).length, 7);
    await store.close();
    const edited = new Database(await loadSqlite(wasmPath), join(folder, 'phasegate.db'));
    edited.configure();
    edited.exec(`update run_event set at = 1 where seq = 7`);
    edited.close();
    await assert.rejects((await opened(folder)).facts(theRun), /Fact 7/);
  });
});
