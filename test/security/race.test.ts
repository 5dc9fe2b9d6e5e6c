import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject } from '../../src/engine/model/json.ts';
import { workspaceFixture, type Fixture } from '../engine/tools/workspaceFixture.ts';

const canary = 'canary-77ce01';

/** Another process that gives `place` to a link outside and takes it back, as fast as it can. */
const swapper = `
const { renameSync, symlinkSync, unlinkSync, rmSync } = require('node:fs');
const [outside, how] = process.argv.slice(1);
// A tool may have made a folder in the gap.
const inFreePlace = (put) => {
  for (;;) {
    try {
      return put();
    } catch {
      try { rmSync('place', { recursive: true, force: true }); } catch { /* one more file has come; again */ }
    }
  }
};
process.send('begun');
// Now and then a call must fit in between.
const rest = new Int32Array(new SharedArrayBuffer(4));
for (let swaps = 0; ; swaps += 1) {
  if (swaps % 20 < 2) Atomics.wait(rest, 0, 0, 8);
  if (how === 'folder') {
    renameSync('place', 'aside');
    inFreePlace(() => symlinkSync(outside, 'place'));
    unlinkSync('place');
    inFreePlace(() => renameSync('aside', 'place'));
  } else {
    symlinkSync(swaps % 2 === 0 ? outside : 'inside', 'next');
    inFreePlace(() => renameSync('next', 'place'));
  }
}`;

const calls: readonly (readonly [string, (round: number) => JsonObject])[] = [
  ['read_file', () => ({ path: 'place/canary.txt' })],
  ['list_files', () => ({ path: 'place', depth: 3 })],
  ['write_file', (round) => ({ path: `place/new-${round}.txt`, content: 'harm' })],
  ['write_file', (round) => ({ path: `place/made-${round}/deep/new.txt`, content: 'harm' })],
  ['edit_file', () => ({ path: 'place/canary.txt', edits: [{ oldText: 'secret', newText: 'harm' }] })],
];

/** Slow beside the others: each starts a program that walks by itself. */
const searches: typeof calls = [
  ['find_files', () => ({ glob: '**/*.txt' })],
  ['search_text', () => ({ pattern: 'secret' })],
];

describe('security: links swapped by another process between check and use', () => {
  let at: Fixture;
  let other: ChildProcess;

  beforeEach(async () => {
    at = await workspaceFixture();
    writeFileSync(join(at.outside, 'canary.txt'), `${canary} secret`);
    writeFileSync(join(at.outside, 'name-outside.txt'), canary);
  });
  afterEach(async () => {
    other.kill('SIGKILL');
    if (other.exitCode === null && other.signalCode === null) await once(other, 'exit');
    assert.deepEqual(readdirSync(at.outside).toSorted(), ['canary.txt', 'name-outside.txt'], 'something was made or changed outside');
    assert.equal(readFileSync(join(at.outside, 'canary.txt'), 'utf8'), `${canary} secret`);
    at.dispose();
  });

  for (const how of ['folder', 'link'] as const) {
    it(`nothing outside is read, named or changed while a ${how} becomes a link to it`, async () => {
      at.write(how === 'folder' ? 'place/canary.txt' : 'inside/canary.txt', 'inside secret');
      other = spawn(process.execPath, ['-e', swapper, at.outside, how], { cwd: at.root, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
      await once(other, 'message');
      const outcomes = new Map<string, Set<string>>();
      const hasMetBoth = (): boolean => ['read_file', 'write_file', 'list_files'].every((tool) => (outcomes.get(tool)?.size ?? 0) >= 2);
      for (let round = 0; round < 20 || (round < 300 && !hasMetBoth()); round += 1) {
        for (const [tool, inputOf] of [...calls, ...(round % 10 === 0 ? searches : [])]) {
          const { outcome, output } = await at.call(tool, inputOf(round)).catch((error: unknown) => ({ outcome: 'thrown', output: String(error) }));
          assert.ok(!output.includes(canary) && !output.includes('name-outside'), `${tool}: ${output}`);
          outcomes.set(tool, (outcomes.get(tool) ?? new Set()).add(outcome));
        }
      }
      assert.equal(other.exitCode, null, 'it swapped all the time');
      assert.ok(hasMetBoth(), [...outcomes].map(([tool, met]) => `${tool}: ${[...met].join()}`).join('; '));
    }).timeout(120_000);
  }
});
