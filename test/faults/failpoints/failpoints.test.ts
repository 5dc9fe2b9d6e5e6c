import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { build } from 'esbuild';
import { loadSqlite } from '../../../src/engine/storage/bridge/loadSqlite.ts';
import { Database } from '../../../src/engine/storage/database.ts';
import { migrate } from '../../../src/engine/storage/migrate.ts';
import { migrations } from '../../../src/engine/storage/migrations.ts';
import { openStore } from '../../../src/engine/storage/openStore.ts';
import { restoreStore } from '../../../src/engine/storage/recovery/restoreStore.ts';
import { type Acknowledged, checkLeftover, checkRecovery } from './invariants.ts';
import { matrixText, missedPoints, type Trial, trialsOf } from './matrix.ts';
import { canary, furnish, type Home, homeIn, storeOptionsOf } from './scene.ts';

/** `all`: every passage of every failpoint, instead of three of each; the name of one: every passage of that. */
const wanted = process.env['PHASEGATE_FAULTS'];
const isExhaustive = wanted !== undefined;
const repository = join(import.meta.dirname, '../../..');
const sideBySide = 2;

/** Where a full disk is felt: the places that write. */
const writing = ['transaction-applied', 'text-aside', 'commit-due', 'good-copy-copied', 'migration-begun'];

describe('a process that dies at a failpoint', function () {
  this.timeout(isExhaustive ? 3_600_000 : 600_000);
  const base = mkdtempSync(join(tmpdir(), 'phasegate-failpoints-'));
  const program = join(repository, 'test-output', `failpoints-${process.pid}`, 'life.mjs');
  const counted = new Map<string, Readonly<Record<string, number>>>();
  let tried = 0;
  const done: Trial[] = [];

  before(async () => {
    const banner = "import { createRequire as createRequireHere } from 'node:module'; const require = createRequireHere(import.meta.url);";
    await build({ entryPoints: [join(import.meta.dirname, 'life.ts')], outfile: program, bundle: true, platform: 'node', format: 'esm', target: 'node20', logLevel: 'error', banner: { js: banner } });
  });
  after(() => {
    rmSync(base, { recursive: true, force: true });
    rmSync(join(program, '..'), { recursive: true, force: true });
  });

  it('in the middle of a run, a pause or a rollback: nothing is lost, done twice or counted twice, and the run comes to its end', async () => {
    await everyPassage('whole', furnish, async (home, { acknowledged }) => {
      await checkLeftover(home);
      await checkRecovery(home, acknowledged);
    });
  });

  it('while a good copy takes the place of a damaged store: it is the damaged one, or the copy, and the damage is kept', async () => {
    const finished = homeIn(join(base, 'finished'));
    furnish(finished);
    assert.ok((await live('whole', finished, 'none')).isDone);
    const damage = Buffer.alloc(9_000, 7);
    const prepare = ({ folder, store }: Home): void => {
      cpSync(finished.folder, folder, { recursive: true });
      writeFileSync(join(store, 'phasegate.db'), damage);
    };
    await everyPassage('repair', prepare, async (home) => {
      const opened = await openStore(storeOptionsOf(home));
      if (opened.ok) await opened.value.close();
      else assert.ok((await restoreStore(storeOptionsOf(home))).ok);
      const kept = readdirSync(join(home.store, 'quarantine'));
      assert.ok(kept.some((name) => readFileSync(join(home.store, 'quarantine', name)).equals(damage)));
      await checkRecovery(home, new Map());
    });
  });

  it('while an older store is brought up to date: each step is done or not, and the next opening does the rest', async () => {
    const sqlite = await loadSqlite(storeOptionsOf(homeIn(base)).wasmPath);
    const prepare = (home: Home): void => {
      furnish(home);
      mkdirSync(join(home.store, 'blobs'), { recursive: true });
      const database = new Database(sqlite, join(home.store, 'phasegate.db'));
      database.configure();
      migrate(database, migrations.slice(0, 2));
      database.close();
    };
    await everyPassage('upgrade', prepare, (home) => checkRecovery(home, new Map()));
  });

  it('has died at every failpoint there is', () => {
    assert.deepEqual(missedPoints([...counted.values()]), []);
    assert.ok(done.length >= 0.9 * tried, `${done.length} of ${tried} lives came to the point where they were to fail`);
    console.log(`${matrixText(counted, done)}\n      ${done.length} trials`);
  });

  /** Kills one life after the other at each chosen passage, fills the disk under it at some, and checks what the next one finds. */
  async function everyPassage(life: string, prepare: (home: Home) => void, check: (home: Home, lived: Lived) => Promise<void>): Promise<void> {
    const whole = homeIn(join(base, `${life}-counted`));
    prepare(whole);
    const { isDone, passages } = await live(life, whole, 'count');
    assert.ok(isDone, 'a life that nothing happens to comes to its end');
    counted.set(life, passages);
    const kills = trialsOf(life, passages, isExhaustive).filter(({ point }) => wanted === undefined || wanted === 'all' || wanted === point);
    const queue = [...kills, ...kills.filter(({ point, passage }) => writing.includes(point) && passage === passages[point]).map((trial): Trial => ({ ...trial, mode: 'full' }))];
    const worker = async (): Promise<void> => {
      for (let trial = queue.shift(); trial; trial = queue.shift()) await attempt(trial, prepare, check);
    };
    await Promise.all(Array.from({ length: sideBySide }, worker));
  }

  async function attempt(trial: Trial, prepare: (home: Home) => void, check: (home: Home, lived: Lived) => Promise<void>): Promise<void> {
    const { life, point, passage, mode } = trial;
    const home = homeIn(join(base, `${life}-${point}-${passage}-${mode}`));
    try {
      prepare(home);
      const lived = await live(life, home, `${point}:${passage}:${mode}`);
      tried += 1;
      // How often a life passes some points depends on how busy the machine is: another one may get by with fewer.
      if (mode === 'kill') assert.ok(lived.isKilled || (lived.isDone && passage > 1), 'it was to die');
      await check(home, lived);
      if (mode === 'full' || lived.isKilled) done.push(trial);
    } catch (error) {
      throw new Error(`${life} at ${point}, passage ${passage}, ${mode}`, { cause: error });
    } finally {
      rmSync(home.folder, { recursive: true, force: true });
    }
  }

  interface Lived {
    readonly isDone: boolean;
    readonly isKilled: boolean;
    readonly acknowledged: Acknowledged;
    readonly passages: Readonly<Record<string, number>>;
  }

  async function live(life: string, { folder }: Home, plan: string): Promise<Lived> {
    const env = { PATH: process.env['PATH'], HOME: folder, ANTHROPIC_API_KEY: canary, ...(plan !== 'none' && { PHASEGATE_FAILPOINT: plan }) };
    const child = spawn(process.execPath, [program, folder, life], { stdio: ['ignore', 'pipe', 'pipe'], env, detached: true });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (bytes: Buffer) => (stdout += bytes.toString()));
    child.stderr.on('data', (bytes: Buffer) => (stderr += bytes.toString()));
    const signal = await new Promise<NodeJS.Signals | null>((resolve) => child.once('close', (_code, by) => resolve(by)));
    await assertNobodyLeft(child.pid ?? 0);
    const lines = stdout.trim().split('\n');
    const acknowledged = new Map(lines.flatMap((line) => (/^\S+ \d+$/.test(line) ? [[line.split(' ')[0] ?? '', Number(line.split(' ')[1])]] : [])));
    const isDone = lines.at(-1) === 'done';
    assert.ok(isDone || signal === 'SIGKILL' || plan.endsWith('full'), `the life ended by itself: ${stdout}${stderr}`);
    return { isDone, isKilled: signal === 'SIGKILL', acknowledged, passages: plan === 'count' ? JSON.parse(stderr.trim().split('\n').at(-1) ?? '{}') : {} };
  }
});

/** What it had started ends with it, or soon after by itself. */
async function assertNobodyLeft(group: number): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    try {
      process.kill(-group, 0);
    } catch {
      return;
    }
    await sleep(50);
  }
  assert.fail('a process is left');
}
