import { assert } from '../base/assert.ts';
import { failpoint } from '../base/failpoint.ts';
import { type Result, err, ok } from '../base/result.ts';
import type { StoreProblem } from '../ports/store.ts';
import type { Database } from './database.ts';
import { applicationId, type Migration, migrations } from './migrations.ts';

/**
 * Brings the file up to the newest version, one transaction per step; a step that fails leaves the file as it was and
 * throws. `user_version` is the id of the last migration applied.
 */
export function migrate(database: Database, list: readonly Migration[] = migrations): Result<number, StoreProblem> {
  list.forEach(({ id }, index) => assert(id === index + 1, `migration ${id} is number ${index + 1} in the list`));
  const current = database.number('pragma user_version');
  if (current > list.length) {
    return err({ type: 'newer', message: `The database has version ${current}; this version of Phasegate knows ${list.length}. Update Phasegate to open it.` });
  }
  for (const { id, up } of list.slice(current)) {
    database.transaction(() => {
      database.exec(`${up}; pragma application_id = ${applicationId}; pragma user_version = ${id};`);
      failpoint('migration-begun');
    });
    failpoint('migration-done');
  }
  return ok(list.length);
}
