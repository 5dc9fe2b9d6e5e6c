import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { StoreError } from '../../../src/engine/ports/store.ts';
import { runId } from '../../../src/engine/model/ids.ts';
import { cleanUp, factsOf, opened, storeWith, temporaryFolder, textOf, theRun, wasmPath } from '../../engine/storage/fixtures.ts';

describe('a disk that fails', () => {
  const originals = { writeSync: fs.writeSync, fdatasyncSync: fs.fdatasyncSync };
  afterEach(async () => {
    restore();
    await cleanUp();
  });

  function restore(): void {
    Object.assign(fs, originals);
    syncBuiltinESMExports();
  }

  function failing(name: keyof typeof originals, code: string): void {
    Object.assign(fs, { [name]: () => { throw Object.assign(new Error(`${code}: injected`), { code }); } });
    syncBuiltinESMExports();
  }

  for (const [name, call, code, words] of [['is full', 'writeSync', 'ENOSPC', /full|I\/O/], ['cannot be written', 'writeSync', 'EIO', /I\/O/], ['cannot be forced', 'fdatasyncSync', 'EIO', /I\/O/]] as const) {
    it(`and ${name} costs only the commits of that time`, async () => {
      const folder = temporaryFolder();
      const store = await storeWith(folder, []);
      failing(call, code);
      const results = await Promise.allSettled([1, 2, 3].map((after) => store.append({ facts: factsOf([{ type: 'run-continued' }], { after }), texts: [textOf(`text ${after}`)] })));
      restore();
      for (const result of results) assert.ok(result.status === 'rejected' && result.reason instanceof StoreError && words.test(result.reason.message), String(result.status));
      assert.equal((await store.facts(theRun)).length, 1);
      await store.append({ facts: factsOf([{ type: 'run-started' }], { after: 1 }), texts: [textOf('text 1')] });
      assert.equal((await store.facts(theRun)).length, 2);
      await store.close();
      assert.deepEqual((await (await opened(folder)).facts(theRun)).map(({ event }) => event.type), ['run-created', 'run-started']);
    });
  }

  it('and fails to force one commit leaves nothing of it behind for a crash to bring back', async () => {
    const folder = temporaryFolder();
    const store = await storeWith(folder, []);
    failing('fdatasyncSync', 'EIO');
    const failOnce = fs.fdatasyncSync;
    Object.assign(fs, { fdatasyncSync: (descriptor: number) => { restore(); failOnce(descriptor); } });
    syncBuiltinESMExports();
    await assert.rejects(store.append({ facts: factsOf([{ type: 'run-started' }], { after: 1 }), texts: [] }), StoreError);
    const afterCrash = temporaryFolder();
    for (const suffix of ['', '-wal']) {
      if (fs.existsSync(join(folder, `phasegate.db${suffix}`))) fs.copyFileSync(join(folder, `phasegate.db${suffix}`), join(afterCrash, `phasegate.db${suffix}`));
    }
    assert.equal((await (await opened(afterCrash)).facts(theRun)).length, 1);
  });
});

describe('a holder that hangs', () => {
  let child: ChildProcess | undefined;
  afterEach(async () => {
    child?.kill('SIGKILL');
    await cleanUp();
  });

  it('is followed after its silence, and acknowledges nothing more when it wakes', async function () {
    this.timeout(60_000);
    const folder = temporaryFolder();
    const running = spawn(process.execPath, [join(import.meta.dirname, 'writer.ts'), folder, wasmPath, 'h'], { stdio: ['ignore', 'pipe', 'ignore'] });
    child = running;
    const acknowledged = new Map<string, number>();
    const ended = new Promise((resolve) => running.once('close', resolve));
    let count = 0;
    for await (const line of createInterface({ input: running.stdout })) {
      const [run = '', seq] = line.split(' ');
      if (seq) acknowledged.set(run, Number(seq));
      count += 1;
      if (count === 100) break;
    }
    running.kill('SIGSTOP');
    const late: string[] = [];
    const store = await opened(folder);
    running.stdout.on('data', (data) => late.push(String(data)));
    for (const [run, seq] of acknowledged) assert.ok((await store.facts(runId.parse(run))).length >= seq);
    const before = await Promise.all([...acknowledged.keys()].map(async (run) => (await store.facts(runId.parse(run))).length));
    running.kill('SIGCONT');
    await ended;
    for (const line of late.join('').split('\n')) {
      const [run = '', seq] = line.split(' ');
      const known = [...acknowledged.keys()].indexOf(run);
      if (seq && known >= 0) assert.ok(Number(seq) <= (before[known] ?? 0), `${line} was acknowledged after the take-over`);
    }
    assert.deepEqual(await Promise.all([...acknowledged.keys()].map(async (run) => (await store.facts(runId.parse(run))).length)), before);
    await store.close();
    await opened(folder);
  });
});
