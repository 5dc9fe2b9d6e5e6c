import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunEvent } from '../../../src/engine/model/fact.ts';
import { runId } from '../../../src/engine/model/ids.ts';
import { StoreError } from '../../../src/engine/ports/store.ts';
import { loadSqlite } from '../../../src/engine/storage/bridge/loadSqlite.ts';
import { call, cleanUp, created, execution, factsOf, hashOf, opened, plan, planStarted, storeWith, temporaryFolder, textOf, theProject, theRun, wasmPath } from './fixtures.ts';

describe('durable store', () => {
  afterEach(cleanUp);

  it('gives back what was appended, after closing and opening again', async () => {
    const folder = temporaryFolder();
    const first = await storeWith(folder, [{ type: 'run-started' }, planStarted]);
    const before = [await first.facts(theRun), await first.runs(), await first.executions(theRun), await first.projects()];
    await first.close();

    const second = await opened(folder);
    assert.deepEqual([await second.facts(theRun), await second.runs(), await second.executions(theRun), await second.projects()], before);
    assert.equal((await second.facts(theRun)).length, 3);
    assert.deepEqual((await second.facts(theRun, 2)).map(({ seq }) => seq), [3]);
  });

  it('leaves one file that any sqlite3 reads, without a log beside it', async function () {
    const folder = temporaryFolder();
    await (await storeWith(folder, [])).close();
    assert.deepEqual(readdirSync(folder).filter((name) => name.startsWith('phasegate.db')), ['phasegate.db']);
    if (!hasSqlite()) this.skip();
    assert.equal(sqlite(folder, 'pragma integrity_check; select name from project;'), 'ok\nSample\n');
  });

  it('forces the disk once for everything asked for in one tick, and acknowledges after that', async () => {
    const store = await storeWith(temporaryFolder(), [{ type: 'run-started' }, planStarted]);
    const sqlite = await loadSqlite(wasmPath);
    const before = sqlite.syncCount();
    const appends = Array.from({ length: 50 }, (_, index) => store.append({ facts: factsOf([turnEnded], { after: 3 + index }), texts: [] }));
    assert.equal(sqlite.syncCount(), before);
    await Promise.all(appends);
    assert.equal(sqlite.syncCount() - before, 1);
    assert.equal((await store.executions(theRun))[0]?.turns, 50);
  });

  it('moves its log into the database when nothing happens for a while', async () => {
    const folder = temporaryFolder();
    const store = await storeWith(folder, [{ type: 'run-started' }, planStarted]);
    const events = Array.from({ length: 600 }, () => turnEnded);
    await store.append({ facts: factsOf(events, { after: 3 }), texts: [] });
    const size = () => statSync(join(folder, 'phasegate.db')).size;
    const before = size();
    await new Promise((resolve) => setTimeout(resolve, 800));
    assert.ok(size() > before + 50_000, `${before} bytes became ${size()}`);
  });

  it('rejects a gap, keeps its neighbours in the same tick', async () => {
    const store = await storeWith(temporaryFolder(), []);
    const results = await Promise.allSettled([
      store.append({ facts: factsOf([{ type: 'run-started' }], { after: 1 }), texts: [] }),
      store.append({ facts: factsOf([{ type: 'run-continued' }], { after: 7 }), texts: [] }),
      store.append({ facts: factsOf([{ type: 'run-continued' }], { after: 2 }), texts: [] }),
    ]);
    assert.deepEqual(results.map(({ status }) => status), ['fulfilled', 'rejected', 'fulfilled']);
    const [, bad] = results;
    assert.ok(bad?.status === 'rejected' && bad.reason instanceof StoreError);
    assert.match(bad.reason.message, /phasegate\.db: fact 8 of run run-1 does not follow its fact 2/);
    assert.deepEqual((await store.facts(theRun)).map(({ seq }) => seq), [1, 2, 3]);
  });

  it('stores nothing of a commit whose last fact is bad', async () => {
    const store = await storeWith(temporaryFolder(), []);
    const facts = [...factsOf([{ type: 'run-started' }], { after: 1 }), ...factsOf([planStarted], { after: 5 })];
    await assert.rejects(store.append({ facts, texts: [textOf('kept nowhere')] }), StoreError);
    assert.equal((await store.run(theRun))?.status, 'created');
    await assert.rejects(store.text({ hash: hashOf('kept nowhere'), bytes: 12, preview: '' }), StoreError);
  });

  it('rejects a run without its project, a second creation, and facts of no run', async () => {
    const store = await opened(temporaryFolder());
    await assert.rejects(store.append({ facts: factsOf([created]), texts: [] }), /project project-1 is not stored/);
    await store.saveProject(theProject);
    await store.append({ facts: factsOf([created]), texts: [] });
    await assert.rejects(store.append({ facts: factsOf([created]), texts: [] }), StoreError);
    await assert.rejects(store.append({ facts: factsOf([created], { after: 1 }), texts: [] }), StoreError);
    await assert.rejects(store.append({ facts: factsOf([{ type: 'run-started' }], { run: runId.parse('other'), after: 1 }), texts: [] }), /there is no run other/);
  });

  it('binds what is stored: SQL in every text stays text', async () => {
    const nasty = `'); drop table run_event; -- " \u0000 ? :x $y`;
    const question: RunEvent = { type: 'question-asked', phase: plan, execution: execution('e1'), question: { call: call(nasty), kind: 'question', text: nasty, options: [nasty] } };
    const store = await storeWith(temporaryFolder(), [{ type: 'run-started' }, planStarted, question], [textOf(nasty)]);
    await store.saveProject({ ...theProject, name: nasty.slice(0, 100), goal: nasty });
    assert.equal((await store.projects())[0]?.goal, nasty);
    assert.deepEqual((await store.facts(theRun)).at(-1)?.event, question);
    assert.equal(await store.text({ hash: hashOf(nasty), bytes: 1, preview: '' }), nasty);
  });

  it('refuses after closing, and closes twice without harm', async () => {
    const store = await storeWith(temporaryFolder(), []);
    const last = store.append({ facts: factsOf([{ type: 'run-started' }], { after: 1 }), texts: [] });
    await Promise.all([store.close(), store.close()]);
    await last;
    await assert.rejects(store.append({ facts: [], texts: [] }), /closed/);
    await assert.rejects(store.runs(), StoreError);
  });

  it('keeps one row per template, however many runs have it', async function () {
    if (!hasSqlite()) this.skip();
    const folder = temporaryFolder();
    const store = await storeWith(folder, []);
    await store.append({ facts: factsOf([created], { run: runId.parse('run-2') }), texts: [] });
    assert.deepEqual((await store.runs(theProject.id)).map(({ id }) => String(id)), ['run-2', 'run-1']);
    await store.close();
    assert.equal(sqlite(folder, 'select count(*) from workflow_template; select count(*) from phase_definition; select count(*) from pipeline_run;'), '1\n2\n2\n');
  });

  it('names the damaged row', async function () {
    if (!hasSqlite()) this.skip();
    const folder = temporaryFolder();
    await (await storeWith(folder, [])).close();
    sqlite(folder, `update pipeline_run set status = 'splendid'`);
    await assert.rejects((await opened(folder)).runs(), /Row run-1 of table pipeline_run is damaged/);
  });
});

describe('contents', () => {
  afterEach(cleanUp);
  const large = 'a line of output\n'.repeat(1_000);
  const ref = { hash: hashOf(large), bytes: large.length, preview: 'a line' };
  const blobPath = (folder: string) => join(folder, 'blobs', ref.hash.slice(0, 2), ref.hash);

  it('puts large texts into compressed files, small ones into the table, each once', async () => {
    const folder = temporaryFolder();
    const store = await storeWith(folder, [], [textOf(large), textOf('small'), textOf(large)]);
    await store.append({ facts: [], texts: [textOf(large), textOf('small')] });
    assert.ok(statSync(blobPath(folder)).size < large.length / 10);
    assert.equal(readdirSync(join(folder, 'blobs'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).length, 1);
    assert.equal(await store.text(ref), large);
    assert.equal(await store.text({ hash: hashOf('small'), bytes: 5, preview: '' }), 'small');
    assert.equal(await store.text({ text: 'inline' }), 'inline');
  });

  it('measures in UTF-8: 4,000 three-byte characters are large', async () => {
    const folder = temporaryFolder();
    const text = '語'.repeat(4_000);
    const store = await storeWith(folder, [], [textOf(text)]);
    assert.ok(existsSync(join(folder, 'blobs', hashOf(text).slice(0, 2), hashOf(text))));
    assert.equal(await store.text({ hash: hashOf(text), bytes: 12_000, preview: '' }), text);
  });

  it('names a file that is missing or damaged, and writes a missing one again', async () => {
    const folder = temporaryFolder();
    const store = await storeWith(folder, [], [textOf(large)]);
    writeFileSync(blobPath(folder), 'nonsense');
    await assert.rejects(store.text(ref), (error) => error instanceof StoreError && error.message.includes(blobPath(folder)));
    rmSync(blobPath(folder));
    await assert.rejects(store.text(ref), (error) => error instanceof StoreError && error.message.includes(blobPath(folder)));
    await store.append({ facts: [], texts: [textOf(large)] });
    assert.equal(await store.text(ref), large);
  });

  it('rejects a text under a wrong hash, and a fact whose text nobody has', async () => {
    const store = await storeWith(temporaryFolder(), [{ type: 'run-started' }, planStarted]);
    await assert.rejects(store.append({ facts: [], texts: [{ hash: hashOf('one'), text: 'two' }] }), /another hash/);
    const event: RunEvent = { type: 'tool-started', phase: plan, execution: execution('e1'), call: call('c'), turn: 1, name: 'read_file', input: ref };
    await assert.rejects(store.append({ facts: factsOf([event], { after: 3 }), texts: [] }), /neither in the commit nor stored/);
    await store.append({ facts: factsOf([event], { after: 3 }), texts: [textOf(large)] });
  });

  it('removes what a crash left half written', async () => {
    const folder = temporaryFolder();
    await (await storeWith(folder, [], [textOf(large)])).close();
    writeFileSync(join(folder, 'blobs', 'incomplete', 'left-over'), 'half');
    const store = await opened(folder);
    assert.ok(!existsSync(join(folder, 'blobs', 'incomplete')));
    assert.equal(await store.text(ref), large);
  });
});

const turnEnded: RunEvent = { type: 'turn-ended', phase: plan, execution: execution('e1'), turn: 1, model: 'rehearsal/default', reason: 'stop', usage: { inputTokens: 2, outputTokens: 1, cachedTokens: 0, costUsd: null } };

function hasSqlite(): boolean {
  try {
    execFileSync('sqlite3', ['--version']);
    return true;
  } catch {
    return false;
  }
}

function sqlite(folder: string, sql: string): string {
  return execFileSync('sqlite3', [join(folder, 'phasegate.db'), sql], { encoding: 'utf8' });
}
