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
