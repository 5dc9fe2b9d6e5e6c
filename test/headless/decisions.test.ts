import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { type ScriptedPlace, scriptedPlace, statusesOf, summaryOf, twoSteps, writesFiles } from './scriptedRun.ts';

const interactive = {
  id: 'asking', name: 'Asking', version: 1,
  phases: [{ ...twoSteps.phases[0], type: 'interactive', prompt: 'Phase asking: {{input.goal}}' }],
};

describe('phasegate, where a person decides', () => {
  let place: ScriptedPlace;
  let isGood = false;
  beforeEach(async () => {
    isGood = false;
    const writes = writesFiles((phase) => `${phase}\n`);
    place = await scriptedPlace((request) => {
      if (request.text.includes('Phase asking')) {
        if (request.turn === 0) return { calls: [{ name: 'ask_user', input: { question: 'Which colour?' } }] };
        return { calls: [{ name: 'submit_artifact', input: { title: request.text.includes('green') ? 'Painted green' : 'x' } }] };
      }
      if (isGood) return writes(request);
      return { calls: [{ name: 'submit_artifact', input: { title: 'x' } }] };
    });
  });
  afterEach(async () => {
    try {
      await place.replayAll();
    } finally {
      await place.close();
    }
  });

  it('accept --force takes the rejected output as it is, marks it, and goes on', async () => {
    const runId = await rejected();
    isGood = true;
    const ended = await place.call('accept', runId, 'first', '--force');
    assert.equal(ended.code, 0, ended.stderr);
    assert.deepEqual(statusesOf(ended), ['completed', 'completed']);
    const artifacts = await place.call('artifacts', runId);
    assert.deepEqual(artifacts.rows.map(({ phase, forced, data }) => [phase, forced, data]), [['first', true, { title: 'x' }], ['second', false, { title: 'Note of second' }]]);
  });

  it('accept --file checks what the person wrote, and takes it when it is right', async () => {
    const runId = await rejected();
    isGood = true;
    writeFileSync(place.file('mine.json'), '{"title":"y"}');
    const refused = await place.call('accept', runId, 'first', '--file', place.file('mine.json'));
    assert.equal(refused.code, 2);
    assert.match(refused.stderr, /\/title/);
    writeFileSync(place.file('mine.json'), '{"title":"By hand"}');
    const ended = await place.call('accept', runId, 'first', '--file', place.file('mine.json'));
    assert.equal(ended.code, 0, ended.stderr);
    const artifacts = await place.call('artifacts', runId);
    assert.deepEqual(artifacts.rows.map(({ forced, data }) => [forced, data])[0], [false, { title: 'By hand' }]);
  });

  it('accept names a file that is no JSON, and wants to know which of the two', async () => {
    const runId = await rejected();
    writeFileSync(place.file('broken.json'), '{"title":');
    const broken = await place.call('accept', runId, 'first', '--file', place.file('broken.json'));
    assert.equal(broken.code, 2);
    assert.match(broken.stderr, /broken\.json/);
    assert.equal((await place.call('accept', runId, 'first')).code, 2);
  });

  it('skip goes on without the phase', async () => {
    const runId = await rejected();
    isGood = true;
    const ended = await place.call('skip', runId, 'first');
    assert.equal(ended.code, 0, ended.stderr);
    assert.deepEqual(statusesOf(ended), ['skipped', 'completed']);
    assert.ok(!existsSync(place.file('first.txt')));
  });

  it('retry can use another model', async () => {
    const runId = await rejected();
    isGood = true;
    const ended = await place.call('retry', runId, 'first', '--model', 'anthropic/claude-opus-5-5');
    assert.equal(ended.code, 0, ended.stderr);
    const bodies = place.server.requests.map(({ body }) => (body as { model: string }).model);
    assert.ok(bodies.includes('claude-opus-5-5'), bodies.join());
    assert.equal(readFileSync(place.file('first.txt'), 'utf8'), 'first\n');
  });

  it('answer gives the waiting model what it asked for', async () => {
    const waiting = await place.run(interactive);
    assert.equal(waiting.code, 3, waiting.stderr);
    const { runId } = summaryOf(waiting);
    const ended = await place.call('answer', runId, 'green', 'of', 'course');
    assert.equal(ended.code, 0, ended.stderr);
    assert.deepEqual((await place.call('artifacts', runId)).rows.map(({ data }) => data), [{ title: 'Painted green' }]);
  });

  it('tell writes to the phase, which hears it at its next turn', async () => {
    const { runId } = summaryOf(await place.run(interactive));
    const told = await place.call('tell', runId, 'Make', 'it', 'green.');
    assert.equal(told.code, 0, told.stderr);
    assert.deepEqual(statusesOf(told), ['waiting'], 'the question still wants its answer');
    const ended = await place.call('answer', runId, 'As I said.');
    assert.equal(ended.code, 0, ended.stderr);
    assert.deepEqual((await place.call('artifacts', runId)).rows.map(({ data }) => data), [{ title: 'Painted green' }]);
    const late = await place.call('tell', runId, 'Or blue.', '--phase', 'first');
    assert.equal(late.code, 2);
    assert.match(late.stderr, /completed/);
    assert.match((await place.call('tell', runId, 'Or blue.')).stderr, /--phase/);
    assert.match((await place.call('tell', runId)).stderr, /what to tell/);
  });

  it('pause and cancel say how the run stands then, and what is not allowed', async () => {
    const runId = await rejected();
    const paused = await place.call('pause', runId);
    assert.equal(paused.code, 0, paused.stderr);
    assert.equal(summaryOf(paused).status, 'paused');
    const twice = await place.call('pause', runId);
    assert.equal(twice.code, 2);
    assert.match(twice.stderr, /Only a running run can be paused/);
    const cancelled = await place.call('cancel', runId);
    assert.equal(cancelled.code, 0, cancelled.stderr);
    assert.equal(summaryOf(cancelled).status, 'cancelled');
    assert.equal((await place.call('resume', runId)).code, 1, 'it stays as it is');
  });

  it('a paused run takes a decision and goes on', async () => {
    const runId = await rejected();
    await place.call('pause', runId);
    isGood = true;
    const ended = await place.call('accept', runId, 'first', '--force');
    assert.equal(ended.code, 0, ended.stderr);
    assert.deepEqual(statusesOf(ended), ['completed', 'completed']);
  });

  it('a paused run takes the answer to its question', async () => {
    const { runId } = summaryOf(await place.run(interactive));
    await place.call('pause', runId);
    const ended = await place.call('answer', runId, 'green');
    assert.equal(ended.code, 0, ended.stderr);
  });

  it('export writes the run with its facts and artifacts into one file', async () => {
    isGood = true;
    const { runId } = summaryOf(await place.run(twoSteps));
    const file = place.file('run.json');
    const ended = await place.call('export', runId, file);
    assert.equal(ended.code, 0, ended.stderr);
    const exported = JSON.parse(readFileSync(file, 'utf8')) as { facts: unknown[]; artifacts: unknown[] };
    assert.ok(exported.facts.length > 10);
    assert.equal(exported.artifacts.length, 2);
    assert.ok(!readFileSync(file, 'utf8').includes('sk-ant-key-for-a-test'));
  });

  it('a run or phase that is not there is named', async () => {
    const runId = await rejected();
    for (const args of [['skip', 'nothing', 'first'], ['skip', runId, 'nothing'], ['rollback', 'nothing', 'x'], ['fork', runId, 'nothing'], ['export', 'nothing', place.file('x')], ['checkpoints', 'nothing']]) {
      const refused = await place.call(...args);
      assert.equal(refused.code, 2, `${args.join(' ')}: ${refused.stderr}`);
      assert.match(refused.stderr, /nothing/, args.join(' '));
    }
  });

  async function rejected(): Promise<string> {
    const ended = await place.run(twoSteps);
    assert.equal(ended.code, 3, ended.stderr);
    return summaryOf(ended).runId;
  }
});
