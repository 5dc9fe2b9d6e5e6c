import assert from 'node:assert/strict';
import { readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { StoreError } from '../../../src/engine/ports/store.ts';
import { loadSqlite } from '../../../src/engine/storage/bridge/loadSqlite.ts';
import { openStore } from '../../../src/engine/storage/openStore.ts';
import { readGoodCopy } from '../../../src/engine/storage/recovery/goodCopy.ts';
import { created, factsOf, optionsFor, textOf, theProject, theRun, wasmPath } from '../../engine/storage/fixtures.ts';

// Fills the small disk it is given under a store in use, makes room again, and goes on. Says `whole` where nothing was lost.
// Argument: the folder of the disk.
const [disk = ''] = process.argv.slice(2);
const folder = join(disk, 'store');
const ballast = join(disk, 'ballast');
const warnings: string[] = [];
const log = { info() {}, warn: (message: string) => void warnings.push(message), error: (message: string) => void warnings.push(message) };

const opened = await openStore(optionsFor(folder, { log, goodCopyEveryMs: 0 }));
assert.ok(opened.ok, opened.ok ? '' : opened.error.message);
const store = opened.value;
await store.saveProject(theProject);
await store.append({ facts: factsOf([created]), texts: [] });
let acknowledged = 1;

function append(seed: number): Promise<void> {
  // One text for the table and, now and then, one for a file of its own; neither can be compressed much.
  const noise = Array.from({ length: seed % 5 === 0 ? 3_000 : 300 }, (_, index) => ((seed * 7_919 + index * 104_729) ** 2 % 1_000_003).toString(36)).join('');
  return store.append({ facts: factsOf([{ type: 'run-continued' }], { after: acknowledged }), texts: [textOf(noise)] });
}

async function fill(): Promise<unknown> {
  const free = statfsSync(disk);
  writeFileSync(ballast, Buffer.alloc(Math.max(0, Number(free.bfree) * Number(free.bsize) - 120_000)));
  for (let seed = 0; ; seed += 1) {
    try {
      await append(seed + acknowledged * 1_000);
      acknowledged += 1;
    } catch (error) {
      return error;
    }
  }
}

for (let round = 0; round < 3; round += 1) {
  const error = await fill();
  assert.ok(error instanceof StoreError, String(error));
  assert.match(error.message, /full|ENOSPC|I\/O/);
  assert.equal((await store.facts(theRun)).length, acknowledged, 'what was refused is not there, and all else is');
  await sleep(700);
  rmSync(ballast);
  await append(round + 7);
  acknowledged += 1;
}
await fill();
await store.close();
rmSync(ballast);
assert.deepEqual(readdirSync(folder).filter((name) => name.endsWith('.new')), [], 'a copy that found no room is removed');

const again = await openStore(optionsFor(folder, { log }));
assert.ok(again.ok, again.ok ? '' : again.error.message);
assert.equal((await again.value.facts(theRun)).length, acknowledged);
await again.value.append({ facts: factsOf([{ type: 'run-continued' }], { after: acknowledged }), texts: [] });
await again.value.close();
assert.equal(readGoodCopy(await loadSqlite(wasmPath), folder)?.facts, acknowledged + 1);
process.stdout.write(`whole ${acknowledged} ${warnings.length}\n`);
