import type { Sqlite } from '../bridge/loadSqlite.ts';
import { Database } from '../database.ts';
import { migrate } from '../migrate.ts';
import { migrations } from '../migrations.ts';

/** Above this size a cleanly closed file is not read through at each start. */
export const checkedBytes = 32 * 1_024 * 1_024;

/** What is wrong with an opened file, or `null`: anything in the schema that would run by itself and, where `isThorough`, damage of its pages. */
export function problemIn(database: Database, isThorough: boolean): string | null {
  if (isThorough) {
    const answer = String(Object.values(database.first('pragma quick_check(1)') ?? {})[0]);
    if (answer !== 'ok') return answer;
  }
  if (database.number('pragma user_version') === 0) return 'its version is missing';
  const strange = database.first(`select type, name from sqlite_schema where type in ('trigger', 'view') limit 1`);
  return strange ? `it holds the ${String(strange['type'])} ${String(strange['name'])}, which Phasegate did not make` : null;
}

/** Whether a file of the newest version has the tables and indexes that the migrations make, and no others. */
export function schemaProblem(sqlite: Sqlite, database: Database): string | null {
  const [expected, actual] = [newestSchema(sqlite), schemaOf(database)];
  for (const [name, sql] of expected) {
    if (!actual.has(name)) return `${name} is missing`;
    if (actual.get(name) !== sql) return `${name} is not as Phasegate made it`;
  }
  const extra = [...actual.keys()].find((name) => !expected.has(name));
  return extra === undefined ? null : `it holds ${extra}, which Phasegate did not make`;
}

/** Definitions by kind and name. */
function schemaOf(database: Database): ReadonlyMap<string, string> {
  return new Map(database.all('select type, name, sql from sqlite_schema').map(({ type, name, sql }) => [`the ${String(type)} ${String(name)}`, String(sql)]));
}

let newest: ReadonlyMap<string, string> | undefined;

function newestSchema(sqlite: Sqlite): ReadonlyMap<string, string> {
  if (newest) return newest;
  const model = new Database(sqlite, null);
  migrate(model, migrations);
  newest = schemaOf(model);
  model.close();
  return newest;
}
