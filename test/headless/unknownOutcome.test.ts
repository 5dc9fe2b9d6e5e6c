import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { phasegate } from './commandLine.ts';
import { type ScriptedPlace, scriptedPlace, twoSteps } from './scriptedRun.ts';

/** Takes effect, then takes its time. */
const command = "node -e \"require('fs').appendFileSync('effects.txt', 'once\\n'); setTimeout(() => {}, 1500)\"";
const template = { ...twoSteps, id: 'effect', name: 'Effect', phases: [{ ...twoSteps.phases[0], tools: ['run_command'] }] };

describe('phasegate, killed while a call was under way', () => {
  let place: ScriptedPlace;
  let told = '';
  beforeEach(async () => {
    place = await scriptedPlace(({ turn, text }) => {
      told = text;
      return { calls: [turn === 0 ? { name: 'run_command', input: { command } } : { name: 'submit_artifact', input: { title: 'Done' } }] };
    });
  });
  afterEach(() => place.close());

  it('never makes it again by itself: the person is asked, the model is told, and the record replays', async () => {
    const runId = await killedInTheMiddle();
    const resumed = await place.call('resume', runId, '--approve', 'all');
    assert.equal(resumed.code, 3, resumed.stderr);
    const asked = resumed.rows.find(({ type }) => type === 'question-asked')?.['question'] as { text: string; options: string[] };
    assert.match(asked.text, /ended while `run_command` was under way/);
    assert.deepEqual(asked.options.length, 3);
    assert.equal((await place.call('resume', runId, '--approve', 'all')).code, 3, 'it goes on asking, in whatever process');
    assert.equal(readFileSync(place.file('effects.txt'), 'utf8'), 'once\n');

    const ended = await place.call('answer', runId, 'It took effect', '--approve', 'all');
    assert.equal(ended.code, 0, ended.stderr);
    assert.ok(ended.rows.some(({ type, outcome }) => type === 'tool-finished' && outcome === 'unknown'));
    assert.match(told, /outcome is unknown.*It took effect/s);
    assert.equal(readFileSync(place.file('effects.txt'), 'utf8'), 'once\n', 'once and for all');
    await place.replayAll();
  });

  /** Answers with the run, whose process died as soon as the command had taken effect. */
  async function killedInTheMiddle(): Promise<string> {
    writeFileSync(place.file('template.json'), JSON.stringify(template));
    let stop = (): void => {};
    const looking = setInterval(() => {
      if (existsSync(place.file('effects.txt'))) stop();
    }, 5);
    const args = ['run', place.file('template.json'), ...place.where, '--goal', 'an effect', '--model', 'anthropic', '--approve', 'all', '--base-url', place.server.url, '--json'];
    const killed = await phasegate(args, { env: { ANTHROPIC_API_KEY: 'sk-ant-key-for-a-test-0123456789' }, watch: (_stdout, kill) => { stop = () => kill('SIGKILL'); } });
    clearInterval(looking);
    assert.equal(killed.code, null);
    return String((JSON.parse(killed.stdout.split('\n')[0] ?? '{}') as { runId: string }).runId);
  }
});
