import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadSqlite } from '../../../src/engine/storage/bridge/loadSqlite.ts';
import { Database } from '../../../src/engine/storage/database.ts';
import { migrate } from '../../../src/engine/storage/migrate.ts';
import { applicationId, type Migration, migrations } from '../../../src/engine/storage/migrations.ts';
import { cleanUp, temporaryFolder, wasmPath } from './fixtures.ts';

describe('migrations', () => {
  const open: Database[] = [];
  afterEach(async () => {
    for (const database of open.splice(0)) database.close();
    await cleanUp();
  });

  async function database(): Promise<Database> {
    const made = new Database(await loadSqlite(wasmPath), join(temporaryFolder(), 'phasegate.db'));
    made.configure();
    open.push(made);
    return made;
  }

  const schemaOf = (of: Database) => of.all('select type, name, sql from sqlite_schema order by type, name');

  it('are numbered from 1 without gaps', () => {
    assert.deepEqual(migrations.map(({ id }) => id), migrations.map((_, index) => index + 1));
  });

  it('lead to the same schema from every older version', async () => {
    const fresh = await database();
    migrate(fresh);
    for (const { id } of migrations) {
      const older = await database();
      migrate(older, migrations.slice(0, id - 1));
      assert.equal(older.number('pragma user_version'), id - 1);
      assert.deepEqual(migrate(older), { ok: true, value: migrations.length });
      assert.deepEqual(schemaOf(older), schemaOf(fresh));
    }
    assert.equal(fresh.number('pragma application_id'), applicationId);
  });

  it('keep every row of version 1, in its order', async () => {
    const older = await database();
    migrate(older, migrations.slice(0, 1));
    older.exec(`
      insert into project values (1, 'project', 'P', '', '/', 't', '{}', 'idle', 0);
      insert into workflow_template values (1, 'h', 't', 1, 'T', '{}');
      insert into content values (1, 'text', 2, '{}');
      insert into pipeline_run values (3, 'b', 'project', 1, '{}', 'running', null, 1, 2, 0, null), (7, 'a', 'project', 1, '{}', 'running', null, 1, 3, 0, null);
      insert into run_event values (1, 'a', 1, 5, 'x', '{"n":1}'), (2, 'b', 1, 5, 'x', '{"n":2}'), (3, 'a', 2, 6, 'x', '{"n":3}'), (4, 'b', 2, 6, 'x', '{"n":4}'), (5, 'a', 3, 7, 'x', '{"n":5}');
      insert into phase_execution values (1, 'z', 'a', 'plan', 1, null, 'completed', null, null, 1, 2, 3, 0.5, 1, 0, null, 5, 6), (2, 'y', 'a', 'work', 1, 0, 'running', 'input', 'm', null, null, null, null, 2, 1, '{}', 6, null);
      insert into artifact values (1, 'second', 'a', 'plan', 'z', null, 'note', 1, 0, 'text', 6), (2, 'first', 'a', 'work', null, 0, 'note', 1, 1, 'text', 7);
      insert into tool_call values (1, 'c2', 'a', 'plan', 'z', 1, 'read_file', '{}', '{}', 'ok', 5, 1.5), (2, 'c1', 'a', 'plan', 'z', 2, 'read_file', '{}', null, null, 6, null);
      insert into checkpoint values (1, 'later', 'a', 'plan', 2, 'snap', 6), (2, 'last', 'a', null, 3, null, 7);`);
    assert.deepEqual(migrate(older), { ok: true, value: migrations.length });
    const columns = (sql: string) => older.all(sql).map((row) => Object.values(row));
    assert.deepEqual(columns('select id, run_id, seq, at, type, body from run_event order by id'), [
      [3 * 2 ** 32 + 1, 'b', 1, 5, 'x', '{"n":2}'], [3 * 2 ** 32 + 2, 'b', 2, 6, 'x', '{"n":4}'],
      [7 * 2 ** 32 + 1, 'a', 1, 5, 'x', '{"n":1}'], [7 * 2 ** 32 + 2, 'a', 2, 6, 'x', '{"n":3}'], [7 * 2 ** 32 + 3, 'a', 3, 7, 'x', '{"n":5}'],
    ]);
    assert.deepEqual(columns('select id, phase_id, iteration, status, wait, cost_usd, failure, ended_at from phase_execution order by seq'), [['z', 'plan', null, 'completed', null, 0.5, null, 6], ['y', 'work', 0, 'running', 'input', null, '{}', null]]);
    assert.deepEqual(columns('select id, execution_id, is_forced, hash from artifact order by seq'), [['second', 'z', 0, 'text'], ['first', null, 1, 'text']]);
    assert.deepEqual(columns('select id, turn, outcome, duration_ms from tool_call order by ordinal'), [['c2', 1, 'ok', 1.5], ['c1', 2, null, null]]);
    assert.deepEqual(columns('select id, phase_id, seq, snapshot, created_at from checkpoint order by run_id, seq'), [['later', 'plan', 2, 'snap', 6], ['last', null, 3, null, 7]]);
    assert.deepEqual(older.all('pragma foreign_key_check'), []);
  });

  it('leave the file as it was when a step fails', async () => {
    const target = await database();
    migrate(target);
    const before = schemaOf(target);
    const broken: Migration = { id: migrations.length + 1, name: 'broken', up: 'create table extra (a) strict; create table project (b)' };
    assert.throws(() => migrate(target, [...migrations, broken]));
    assert.deepEqual(schemaOf(target), before);
    assert.equal(target.number('pragma user_version'), migrations.length);
  });

  it('refuse a list with a gap, and a file that is newer', async () => {
    const target = await database();
    migrate(target);
    assert.throws(() => migrate(target, [{ id: 2, name: 'second', up: '' }]), /Invariant broken/);
    const result = migrate(target, []);
    assert.ok(!result.ok && result.error.type === 'newer');
  });

  it('name every entity of the specification, and index every list that is asked for', async () => {
    const target = await database();
    migrate(target);
    const tables = target.all(`select name from sqlite_schema where type = 'table' and name not like 'sqlite%' order by name`).map(({ name }) => String(name));
    assert.deepEqual(tables, ['artifact', 'checkpoint', 'content', 'llm_provider', 'phase_definition', 'phase_execution', 'pipeline_run', 'project', 'run_event', 'tool_call', 'workflow_template']);
    const reads = readFileSync(join(import.meta.dirname, '../../../src/engine/storage/reads.ts'), 'utf8');
    const queries = [...reads.matchAll(/'(select [^']* where [^']*)'/g)].map(([, sql]) => sql ?? '');
    assert.ok(queries.length >= 9);
    for (const sql of queries) {
      const plan = target.all(`explain query plan ${sql}`, Array.from(sql.matchAll(/\?/g), () => 'x')).map(({ detail }) => String(detail));
      assert.ok(plan.every((detail) => !detail.startsWith('SCAN')), `${sql}: ${plan.join('; ')}`);
    }
  });
});
