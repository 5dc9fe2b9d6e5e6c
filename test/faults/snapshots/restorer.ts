import { promises } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

// Restores a snapshot and dies at a chosen file call: `node restorer.ts WORKSPACE FOLDER restore|finish SNAPSHOT CALL`.
// Prints how many file calls there were when it survives.
const [workspace = '', folder = '', action = '', id = '', dieAt = '0'] = process.argv.slice(2);

/** File calls that change something, before and after each of which the process may die. */
const changing = ['writeFile', 'rename', 'rm', 'rmdir', 'mkdir', 'unlink', 'symlink', 'copyFile', 'utimes', 'open'] as const;

let calls = 0;
let isCounting = false;

function pass(): void {
  if (!isCounting) return;
  calls += 1;
  if (calls === Number(dieAt)) process.kill(process.pid, 'SIGKILL');
}

for (const name of changing) {
  const original: unknown = Reflect.get(promises, name);
  if (typeof original !== 'function') throw new Error(`${name} is no file call`);
  Reflect.set(promises, name, async (...parameters: unknown[]): Promise<unknown> => {
    pass();
    const result: unknown = await Reflect.apply(original, promises, parameters);
    pass();
    return result;
  });
}
syncBuiltinESMExports();

const { gitSnapshots } = await import('../../../src/engine/node/snapshots/gitSnapshots.ts');
const log = { info() {}, warn() {}, error() {} };
const snapshots = gitSnapshots({ workspace, folder, log, timeLimitMs: 60_000 });
await snapshots.isAvailable();
isCounting = true;
const result = action === 'restore' ? await snapshots.restore(id) : await snapshots.finishInterruptedRestore();
if (!result.ok) throw new Error(result.error);
console.log(calls);
