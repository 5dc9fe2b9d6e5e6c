import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { phasegate, type Place, samplePlace } from './commandLine.ts';

describe('phasegate run', () => {
  let place: Place;
  beforeEach(() => (place = samplePlace()));
  afterEach(() => place.dispose());

  it('takes the default template to the end and leaves a sample whose tests pass', async () => {
    assert.notEqual(testSample(place.workspace), 0, 'the sample begins with a failing test');
    const ended = await run('compound', '--goal', 'Make the failing test pass', '--approve', 'all', '--json');

    assert.equal(ended.code, 0, ended.stderr);
    const summary = ended.rows.at(-1) ?? {};
    assert.equal(summary['type'], 'summary');
    assert.equal(summary['status'], 'completed');
    const phases = summary['phases'] as { id: string; status: string; artifact: string | null }[];
    assert.ok(phases.length >= 5);
    assert.deepEqual(phases.filter(({ status, artifact }) => status !== 'completed' || artifact === null), []);
    assert.equal(testSample(place.workspace), 0, 'the sample ends with passing tests');
  });

  it('numbers its facts without gaps and runs specialists side by side', async () => {
    const ended = await run('compound', '--goal', 'Look around', '--approve', 'edits', '--json');
    const facts = ended.rows.slice(0, -1);
    assert.deepEqual(facts.map(({ seq }) => seq), facts.map((_, index) => index + 1));
    let open = 0;
    let most = 0;
    for (const { type } of facts) {
      if (type === 'phase-started') most = Math.max(most, ++open);
      if (type === 'phase-completed' || type === 'iteration-completed') open -= 1;
    }
    assert.ok(most >= 2, `${most} phases at once`);
  });

  it('keeps everything in a database that any SQLite opens', async function () {
    const ended = await run('quick-fix', '--goal', 'Make the failing test pass', '--approve', 'all', '--json');
    const { runId } = ended.rows.at(-1) as { runId: string };
    const file = path.join(place.store, 'phasegate.db');
    assert.ok(existsSync(file));
    if (spawnSync('sqlite3', ['--version']).error) return this.skip();
    const query = (sql: string): string => execFileSync('sqlite3', [file, sql], { encoding: 'utf8' }).trim();
    assert.equal(query('pragma integrity_check'), 'ok');
    assert.equal(query(`select status from pipeline_run where id = '${runId}'`), 'completed');
    assert.equal(Number(query('select count(*) from run_event')), ended.rows.length - 1);
    const calls = ended.rows.filter(({ type }) => type === 'tool-started').length;
    assert.ok(calls > 0);
    assert.equal(Number(query('select count(*) from tool_call where outcome is not null')), calls);
  });

  it('says that there are no runs yet, and where it looked', async () => {
    const listed = await phasegate(['list', '--store', place.store, '--json']);
    assert.deepEqual([listed.code, listed.rows], [0, []]);
    assert.ok(listed.stderr.includes(`No runs yet in ${place.store}.`), listed.stderr);
  });

  it('lists, shows and gives out what it stored', async () => {
    const ended = await run('quick-fix', '--goal', 'Make the failing test pass', '--approve', 'all', '--json');
    const { runId } = ended.rows.at(-1) as { runId: string };
    const store = ['--store', place.store, '--json'];
    const listed = await phasegate(['list', ...store]);
    assert.deepEqual(listed.rows.map((row) => [row['runId'], row['status']]), [[runId, 'completed']]);
    assert.equal(listed.rows[0]?.['project'], 'workspace');
    const shown = await phasegate(['show', runId, ...store]);
    assert.equal(shown.rows[0]?.['status'], 'completed');
    const artifacts = await phasegate(['artifacts', runId, ...store]);
    assert.ok(artifacts.rows.length >= 2);
    for (const row of artifacts.rows) {
      assert.deepEqual(Object.keys(row), ['id', 'phase', 'iteration', 'type', 'schemaVersion', 'forced', 'data']);
      assert.equal(row['forced'], false);
    }
  });

  it('gives the same course for the same seed', async () => {
    const other = samplePlace();
    try {
      const course = async ({ where }: Place): Promise<unknown> => {
        const ended = await phasegate(['run', 'quick-fix', ...where, '--goal', 'Same', '--model', 'rehearsal', '--seed', '7', '--approve', 'edits', '--json']);
        return ended.rows.slice(0, -1).map(({ type, phase, name }) => [type, phase, name]);
      };
      assert.deepEqual(await course(place), await course(other));
    } finally {
      other.dispose();
    }
  });

  it('stops after each phase without auto mode, and goes on when resumed', async () => {
    const first = await run('quick-fix', '--goal', 'One step at a time', '--no-auto', '--approve', 'all', '--json');
    assert.equal(first.code, 3);
    const { runId, phases } = first.rows.at(-1) as { runId: string; phases: { status: string }[] };
    assert.deepEqual(phases.map(({ status }) => status).slice(0, 2), ['completed', 'held']);
    let code: number | null = 3;
    for (let steps = 1; code === 3 && steps < phases.length; steps++) {
      code = (await phasegate(['resume', runId, '--store', place.store, '--approve', 'all', '--json'])).code;
    }
    assert.equal(code, 0);
  });

  it('can be interrupted, and resumed without starting over', async () => {
    let isKilled = false;
    const first = await phasegate(['run', 'compound', ...place.where, '--goal', 'Interrupt me', '--model', 'rehearsal', '--approve', 'all', '--json'], {
      watch: (stdout, kill) => {
        if (isKilled || !stdout.includes('"type":"phase-completed"')) return;
        isKilled = true;
        kill('SIGINT');
      },
    });
    assert.equal(first.code, 130);
    const runId = first.rows[0]?.['runId'] as string;
    const second = await phasegate(['resume', runId, '--store', place.store, '--approve', 'all', '--json']);
    assert.equal(second.code, 0, second.stderr);
    const started = [...first.rows, ...second.rows].filter(({ type, phase }) => type === 'phase-started' && phase === 'plan');
    assert.equal(started.length, 1, 'a phase that had completed is not run again');
  });

  it('runs again after kill -9, from the last finished turn', async () => {
    let isKilled = false;
    const first = await phasegate(['run', 'compound', ...place.where, '--goal', 'Kill me', '--model', 'rehearsal', '--approve', 'all', '--json'], {
      watch: (stdout, kill) => {
        if (isKilled || !stdout.includes('"type":"phase-completed"')) return;
        isKilled = true;
        kill('SIGKILL');
      },
    });
    assert.equal(first.code, null);
    const runId = (JSON.parse(first.stdout.split('\n')[0] ?? '{}') as { runId: string }).runId;
    const listed = await phasegate(['list', '--store', place.store, '--json']);
    assert.equal(listed.code, 0, listed.stderr);
    const second = await phasegate(['resume', runId, '--store', place.store, '--approve', 'all', '--json']);
    assert.equal(second.code, 0, second.stderr);
  });

  it('answers an interactive question from another process', async () => {
    const file = path.join(place.workspace, 'ask.json');
    writeFileSync(file, JSON.stringify({
      id: 'ask', name: 'Ask', version: 1,
      phases: [{ id: 'talk', name: 'Talk', type: 'interactive', prompt: 'Ask what matters for {{input.goal}}.', output: { type: 'note', schema: { type: 'object', properties: { summary: { type: 'string', minLength: 1 } }, required: ['summary'] } } }],
    }));
    const first = await run(file, '--goal', 'Ask me', '--json');
    assert.equal(first.code, 3, first.stderr);
    const { runId, phases } = first.rows.at(-1) as { runId: string; phases: { status: string; wait: { reason: string } }[] };
    assert.deepEqual([phases[0]?.status, phases[0]?.wait.reason], ['waiting', 'input']);
    const second = await phasegate(['answer', runId, 'Readable', 'code', '--store', place.store, '--json']);
    assert.equal(second.code, 0, second.stderr);
    assert.equal(second.rows.filter(({ type }) => type === 'question-asked').length, 0, 'the question is not asked again');
  });

  function run(...args: readonly string[]) {
    return phasegate(['run', ...args, ...place.where, '--model', 'rehearsal']);
  }
});

function testSample(workspace: string): number | null {
  const env = { ...process.env };
  delete env['NODE_TEST_CONTEXT'];
  return spawnSync(process.execPath, ['--test'], { cwd: workspace, env, stdio: 'ignore' }).status;
}
