import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { project } from '../../../src/engine/model/project.ts';
import { type RunId, runId } from '../../../src/engine/model/ids.ts';
import type { Store } from '../../../src/engine/ports/store.ts';
import { openStore } from '../../../src/engine/storage/openStore.ts';
import { commitAt, hashOf, nextSeq, projectOfLoad } from './load.ts';

// A process that writes to a store as fast as it can, says what was acknowledged, and is meant to be killed.
// Arguments: folder, wasm file, prefix of its runs, commits per run (0: until killed), file call to die at (0: none).
const [folder = '', wasmPath = '', prefix = '', commits = '0', dieAt = '0'] = process.argv.slice(2);

if (Number(dieAt) > 0) dieAtCall(Number(dieAt));
const clock = { now: () => Date.now(), monotonicMs: () => performance.now(), sleep: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)) };
const log = { info() {}, warn() {}, error() {} };
const result = await openStore({ folder, wasmPath, log, clock, ids: { next: randomUUID, hash: hashOf }, owner: 'the writer' });
if (!result.ok) throw new Error(result.error.message);
const store = result.value;
await store.saveProject(project.parse({ id: projectOfLoad, name: 'Load', goal: '', workspace: '/', templateId: 'load', overrides: {}, status: 'idle', createdAt: 0 }));
say('ready');
await Promise.all([0, 1, 2].map((index) => write(store, runId.parse(`${prefix}-${index}`))));
await store.close();
say('done');

async function write(target: Store, run: RunId): Promise<void> {
  for (let seq = 1, count = 0; Number(commits) === 0 || count < Number(commits); seq = nextSeq(seq), count += 1) {
    const commit = commitAt(run, seq);
    await target.append(commit);
    say(`${run} ${commit.facts.at(-1)?.seq}`);
  }
}

/** Reaches the reader even when the next instruction is the last. */
function say(line: string): void {
  fs.writeSync(1, `${line}\n`);
}

/** Kills the process at the n-th call that changes a file; every other write is torn in the middle first. */
function dieAtCall(last: number): void {
  const die = (): never => {
    process.kill(process.pid, 'SIGKILL');
    throw new Error('still alive');
  };
  let calls = 0;
  const { writeSync } = fs;
  fs.writeSync = ((...values: [number, Uint8Array, number, number, number]) => {
    const [descriptor, bytes, offset, length, position] = values;
    if (descriptor > 2 && bytes instanceof Uint8Array && ++calls === last) {
      if (last % 2 === 0) writeSync(descriptor, bytes, offset, Math.floor(length / 2), position);
      die();
    }
    return writeSync(...values);
  }) as typeof fs.writeSync;
  for (const name of ['fdatasyncSync', 'fsyncSync', 'ftruncateSync', 'unlinkSync', 'renameSync', 'mkdirSync', 'openSync'] as const) {
    const original = fs[name] as (...values: unknown[]) => unknown;
    Object.assign(fs, { [name]: (...values: unknown[]) => (++calls === last ? die() : original(...values)) });
  }
  syncBuiltinESMExports();
}
