import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type ScriptedPlace, scriptedPlace, statusesOf, summaryOf, twoSteps, writesFiles } from './scriptedRun.ts';

describe('phasegate rollback and fork', () => {
  let place: ScriptedPlace;
  let round = 1;
  beforeEach(async () => {
    round = 1;
    place = await scriptedPlace(writesFiles((phase) => `${phase} ${round}\n`));
  });
  afterEach(async () => {
    try {
      await place.replayAll();
    } finally {
      await place.close();
    }
  });

  const read = (name: string): string => readFileSync(place.file(name), 'utf8');

  it('lists a checkpoint for each finished phase, oldest first', async () => {
    const { runId } = await completed();
    const { rows } = await place.call('checkpoints', runId);
    assert.deepEqual(rows.map(({ phase }) => phase), ['first', 'second']);
    for (const row of rows) assert.deepEqual(Object.keys(row).slice(0, 4), ['id', 'phase', 'seq', 'createdAt']);
    assert.ok(Number(rows[0]?.['seq']) < Number(rows[1]?.['seq']));
  });

  it('shows what would change, takes run and files back, goes on from there, and can be undone', async () => {
    const { runId } = await completed();
    writeFileSync(place.file('mine.txt'), 'written by hand\n');
    writeFileSync(place.file('first.txt'), 'edited by hand\n');
    const [first] = await checkpoints(runId);

    const preview = await place.call('rollback', runId, String(first), '--dry-run');
    assert.equal(preview.code, 0, preview.stderr);
    assert.deepEqual(preview.rows[0]?.['changes'], [{ path: 'first.txt', kind: 'changed' }, { path: 'mine.txt', kind: 'deleted' }, { path: 'second.txt', kind: 'deleted' }]);
    assert.equal(read('first.txt'), 'edited by hand\n', 'a dry run changes nothing');

    const back = await place.call('rollback', runId, String(first));
    assert.equal(back.code, 0, back.stderr);
    assert.deepEqual(statusesOf(back), ['completed', 'pending']);
    assert.equal(read('first.txt'), 'first 1\n');
    assert.ok(!existsSync(place.file('second.txt')) && !existsSync(place.file('mine.txt')));

    const safety = (await checkpoints(runId)).at(-1);
    const undone = await place.call('rollback', runId, String(safety));
    assert.equal(undone.code, 0, undone.stderr);
    assert.deepEqual(statusesOf(undone), ['completed', 'completed']);
    assert.equal(read('mine.txt'), 'written by hand\n');
    assert.equal(read('first.txt'), 'edited by hand\n');
    assert.equal(read('second.txt'), 'second 1\n');

    await place.call('rollback', runId, String(first));
    round = 2;
    const again = await place.call('resume', runId);
    assert.equal(again.code, 0, again.stderr);
    assert.deepEqual(statusesOf(again), ['completed', 'completed']);
    assert.equal(read('first.txt'), 'first 1\n');
    assert.equal(read('second.txt'), 'second 2\n');
  });

  it('refuses a checkpoint that is not there, and changes nothing', async () => {
    const { runId } = await completed();
    const refused = await place.call('rollback', runId, 'nowhere');
    assert.equal(refused.code, 2);
    assert.match(refused.stderr, /no checkpoint nowhere/);
    assert.equal((await place.call('show', runId)).rows[0]?.['status'], 'completed');
  });

  it('forks from a finished phase, takes its artifact over, and runs only what follows', async () => {
    const parent = await completed();
    const before = place.server.requests.length;
    round = 3;
    const fork = await place.call('fork', parent.runId, 'first');
    assert.equal(fork.code, 0, fork.stderr);
    assert.notEqual(summaryOf(fork).runId, parent.runId);
    assert.deepEqual(statusesOf(fork), ['completed', 'completed']);
    assert.equal(place.server.requests.length - before, 2, 'the first phase asked no model');
    assert.equal(read('second.txt'), 'second 3\n');
    assert.equal(read('first.txt'), 'first 1\n');
    const artifacts = await place.call('artifacts', summaryOf(fork).runId);
    assert.deepEqual(artifacts.rows.map(({ phase, data }) => [phase, data]), [['first', { title: 'Note of first' }], ['second', { title: 'Note of second' }]]);
  });

  it('begins a fork with the files of then when asked to', async () => {
    const parent = await completed();
    rmSync(place.file('second.txt'));
    writeFileSync(place.file('first.txt'), 'since then\n');
    const fork = await place.call('fork', parent.runId, 'first', '--restore-files');
    assert.equal(fork.code, 0, fork.stderr);
    assert.equal(read('first.txt'), 'first 1\n');
    assert.equal(read('second.txt'), 'second 1\n');
  });

  it('names what does not fit an edited template', async () => {
    const parent = await completed();
    const [first, second] = twoSteps.phases;
    const stricter = { ...twoSteps, phases: [{ ...first, output: { type: 'note', schema: { type: 'object', properties: { title: { type: 'string', minLength: 100 } }, required: ['title'] } } }, second] };
    writeFileSync(place.file('stricter.json'), JSON.stringify(stricter));
    const refused = await place.call('fork', parent.runId, 'first', '--template', place.file('stricter.json'));
    assert.equal(refused.code, 2);
    assert.match(refused.stderr, /Phase "first": \/title/);
    assert.equal((await place.call('list')).rows.length, 1, 'no run was made');
  });

  it('forks with an edited later phase', async () => {
    const parent = await completed();
    const [first, second] = twoSteps.phases;
    writeFileSync(place.file('edited.json'), JSON.stringify({ ...twoSteps, phases: [first, { ...second, prompt: 'Phase third after {{artifacts.first.title}}' }] }));
    const fork = await place.call('fork', parent.runId, 'first', '--template', place.file('edited.json'));
    assert.equal(fork.code, 0, fork.stderr);
    assert.equal(read('third.txt'), 'third 1\n');
  });

  it('does not fork from a phase that is not finished', async () => {
    const { runId } = summaryOf(await place.run(twoSteps, '--no-auto'));
    const refused = await place.call('fork', runId, 'second');
    assert.equal(refused.code, 2);
    assert.match(refused.stderr, /"second" is pending/);
  });

  async function completed() {
    const ended = await place.run(twoSteps);
    assert.equal(ended.code, 0, ended.stderr);
    return summaryOf(ended);
  }

  async function checkpoints(run: string): Promise<readonly unknown[]> {
    return (await place.call('checkpoints', run)).rows.map(({ id }) => id);
  }
});
