import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { buildSync } from 'esbuild';
import type { Fact } from '../../../src/engine/model/fact.ts';
import { type RunId, runId } from '../../../src/engine/model/ids.ts';
import type { Store } from '../../../src/engine/ports/store.ts';
import { loadSqlite } from '../../../src/engine/storage/bridge/loadSqlite.ts';
import { Database } from '../../../src/engine/storage/database.ts';
import { openStore } from '../../../src/engine/storage/openStore.ts';
import { commitAt, hashOf, nextSeq } from './load.ts';

const kills = Number(process.env['PHASEGATE_KILLS'] ?? 200);
const wasmPath = createRequire(import.meta.url).resolve('sql.js/dist/sql-wasm.wasm');
const clock = { now: () => Date.now(), monotonicMs: () => performance.now(), sleep: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)) };
const options = { wasmPath, log: { info() {}, warn() {}, error() {} }, clock, ids: { next: () => '', hash: hashOf }, owner: 'the checker' };

/** The last acknowledged fact of each run. */
type Acknowledged = Map<RunId, number>;

describe('a writer killed with SIGKILL', function () {
  this.timeout(600_000);
  const home = mkdtempSync(join(tmpdir(), 'phasegate-kill-'));
  const writer = join(home, 'writer.mjs');
  let child: ChildProcess | undefined;

  before(() => {
    buildSync({ entryPoints: [join(import.meta.dirname, 'writer.ts')], outfile: writer, bundle: true, platform: 'node', format: 'esm', target: 'node20', banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" } });
  });
  after(() => {
    child?.kill('SIGKILL');
    rmSync(home, { recursive: true, force: true });
  });

  /** Runs a writer until it dies; `afterMs` kills it that long after it is ready. */
  async function runWriter({ folder, args, acknowledged, afterMs }: { folder: string; args: readonly string[]; acknowledged: Acknowledged; afterMs?: number }): Promise<boolean> {
    const running = spawn(process.execPath, [writer, folder, wasmPath, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
    child = running;
    const ended = new Promise((resolve) => running.once('close', resolve));
    let isDone = false;
    for await (const line of createInterface({ input: running.stdout })) {
      const [run = '', seq] = line.split(' ');
      if (run === 'done') isDone = true;
      else if (run === 'ready' && afterMs !== undefined) setTimeout(() => running.kill('SIGKILL'), afterMs);
      else if (seq) acknowledged.set(runId.parse(run), Number(seq));
    }
    await ended;
    assert.ok(isDone || running.signalCode === 'SIGKILL', `the writer ended by itself: ${running.exitCode}`);
    return isDone;
  }

  it(`loses nothing it acknowledged, ${Math.ceil(kills / 2)} times at a random moment under load`, async () => {
    const folder = join(home, 'random');
    const acknowledged: Acknowledged = new Map();
    let commits = 0;
    for (let kill = 0; kill < Math.ceil(kills / 2); kill += 1) {
      const news: Acknowledged = new Map();
      await runWriter({ folder, args: [`r${kill}`], acknowledged: news, afterMs: Math.random() * 60 });
      for (const [run, seq] of news) acknowledged.set(run, seq);
      commits += [...news.values()].reduce((sum, seq) => sum + (seq - 1) / 2, 0);
      // Every third time the next writer finds what the killed one left, without a checker having tidied up.
      if (kill % 3 !== 2) await check(folder, news);
    }
    await check(folder, acknowledged);
    assert.ok(commits > kills, `${commits} commits are too few to prove anything`);
  });

  it(`loses nothing it acknowledged, ${Math.floor(kills / 2)} times at a chosen file call`, async () => {
    const calls = await countCalls();
    const count = Math.floor(kills / 2);
    for (let kill = 1; kill <= count; kill += 1) {
      const folder = join(home, `call-${kill}`);
      const dieAt = count >= calls ? kill : 1 + Math.floor((kill - 1) * (calls / count));
      const acknowledged: Acknowledged = new Map();
      await runWriter({ folder, args: ['a', '12', String(dieAt)], acknowledged });
      await check(folder, acknowledged);
      rmSync(folder, { recursive: true, force: true });
    }
  });

  /** How many file calls a whole life takes: doubling until one is not killed, then halving. */
  async function countCalls(): Promise<number> {
    let [survived, killed] = [4_096, 0];
    while (survived - killed > 16) {
      const middle = Math.floor((survived + killed) / 2);
      const folder = join(home, `count-${middle}`);
      if (await runWriter({ folder, args: ['a', '12', String(middle)], acknowledged: new Map() })) survived = middle;
      else killed = middle;
      rmSync(folder, { recursive: true, force: true });
    }
    return killed;
  }
});

async function check(folder: string, acknowledged: Acknowledged): Promise<void> {
  const result = await openStore({ ...options, folder });
  assert.ok(result.ok, result.ok ? '' : result.error.message);
  const store = result.value;
  try {
    for (const [run, seq] of acknowledged) await checkRun(store, run, seq);
  } finally {
    await store.close();
  }
  await checkFile(join(folder, 'phasegate.db'));
}

/** Every acknowledged fact is there as it was written; unacknowledged ones are whole commits. */
async function checkRun(store: Store, run: RunId, acknowledged: number): Promise<void> {
  const facts = await store.facts(run);
  assert.ok(facts.length >= acknowledged, `run ${run} has ${facts.length} facts, but ${acknowledged} were acknowledged`);
  const expected: Fact[] = [];
  for (let seq = 1; seq <= facts.length; seq = nextSeq(seq)) {
    const commit = commitAt(run, seq);
    expected.push(...commit.facts);
    for (const { hash, text } of commit.texts) assert.equal(await store.text({ hash, bytes: text.length, preview: '' }), text);
  }
  assert.deepEqual(facts, expected);
  assert.equal((await store.run(run))?.seq, facts.length);
}

async function checkFile(path: string): Promise<void> {
  const database = new Database(await loadSqlite(wasmPath), path);
  database.configure();
  assert.deepEqual(database.all('pragma integrity_check'), [{ integrity_check: 'ok' }]);
  assert.deepEqual(database.all('pragma foreign_key_check'), []);
  database.close();
  if (hasSqlite) assert.equal(execFileSync('sqlite3', [path, 'pragma integrity_check'], { encoding: 'utf8' }), 'ok\n');
}

const hasSqlite = (() => {
  try {
    execFileSync('sqlite3', ['--version']);
    return true;
  } catch {
    return false;
  }
})();
