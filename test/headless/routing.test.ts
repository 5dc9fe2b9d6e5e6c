import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type FaultServer, type Reply, startFaultServer } from '../servers/faultServer.ts';
import { anthropicWire } from '../servers/wire/anthropicWire.ts';
import { responsesWire } from '../servers/wire/responsesWire.ts';
import type { Wire } from '../servers/wire/wire.ts';
import { type Ended, phasegate, type Place, samplePlace } from './commandLine.ts';

const note = { type: 'note', schema: { type: 'object', properties: { title: { type: 'string' } }, required: ['title'] } };
const phase = (id: string, more: object = {}): object => ({ id, name: id, type: 'automated', prompt: `Do ${id}.`, output: note, ...more });
const keys = { ANTHROPIC_API_KEY: 'sk-canary-a', OPENAI_API_KEY: 'sk-canary-o' };
const json = { 'content-type': 'application/json' };

describe('which model does the work', () => {
  let place: Place;
  let anthropic: FaultServer;
  let openai: FaultServer;
  let answers: { anthropic: Reply; openai: Reply };
  beforeEach(async () => {
    place = samplePlace();
    answers = { anthropic: { body: submission(anthropicWire) }, openai: { body: submission(responsesWire) } };
    anthropic = await startFaultServer(() => answers.anthropic);
    openai = await startFaultServer(() => answers.openai);
  });
  afterEach(async () => {
    place.dispose();
    await Promise.all([anthropic.close(), openai.close()]);
  });

  const broken: readonly (readonly [string, Reply])[] = [
    ['refuses the key', { status: 401, headers: json, body: [anthropicWire.error('authentication_error', 'bad key')] }],
    ['has no more credit', { status: 402, headers: json, body: [anthropicWire.error('billing_error', 'pay')] }],
    ['does not know the model', { status: 404, headers: json, body: [anthropicWire.error('not_found_error', 'no such model')] }],
    ['limits for a long time', { status: 429, headers: { ...json, 'retry-after': '4000' }, body: [anthropicWire.error('rate_limit_error', 'slow')] }],
  ];
  for (const [title, reply] of broken) {
    it(`goes on with the next model where a vendor ${title}, and the replay does the same`, async () => {
      answers.anthropic = reply;
      const ended = await run([phase('one'), phase('two', { dependsOn: ['one'] })], ['--model', 'anthropic/claude-haiku-4-5, openai/gpt-5.5']);
      assert.equal(ended.code, 0, ended.stdout + ended.stderr);
      assert.deepEqual(models(ended), ['openai/gpt-5.5', 'openai/gpt-5.5']);
      assert.match(JSON.stringify(ended.rows.find(({ type }) => type === 'turn-retried')), /Going on with openai\/gpt-5\.5/);

      const replayed = await phasegate(['replay', runOf(ended), ...place.where, '--json']);
      assert.equal(replayed.code, 0, replayed.stdout + replayed.stderr);
    });
  }

  it('goes on after an answer that broke off, without what had come of it', async () => {
    answers.anthropic = { body: anthropicWire.turn({ text: ['Half an answer'] }).slice(0, 3) };
    const ended = await run([phase('one')], ['--model', 'anthropic/claude-haiku-4-5, openai/gpt-5.5']);

    assert.equal(ended.code, 0, ended.stderr);
    assert.equal(models(ended).at(-1), 'openai/gpt-5.5');
    assert.ok(!JSON.stringify(openai.requests.at(-1)?.body).includes('Half an answer'));
  }).timeout(120_000);

  it('fails with the last one where none can be had', async () => {
    for (const name of ['anthropic', 'openai'] as const) answers[name] = { status: 401, headers: json, body: ['{}'] };
    const ended = await run([phase('one')], ['--model', 'anthropic/claude-haiku-4-5, openai/gpt-5.5']);

    assert.equal(ended.code, 1);
    assert.match(ended.stdout, /OpenAI did not accept the API key/);
  });

  it('asks another vendor nothing where the request itself is at fault', async () => {
    answers.anthropic = { status: 400, headers: json, body: [anthropicWire.error('invalid_request_error', 'nonsense')] };
    const ended = await run([phase('one')], ['--model', 'anthropic/claude-haiku-4-5, openai/gpt-5.5']);

    assert.deepEqual([ended.code, openai.requests.length], [1, 0]);
  });

  it('follows the template per phase, and aliases of the user', async () => {
    configure({ aliases: { cheap: 'openai/gpt-5.5' }, providers: { anthropic: { models: { deep: 'claude-haiku-4-5' } } } });
    const ended = await run([phase('one', { model: 'cheap' }), phase('two', { dependsOn: ['one'], model: 'deep' })]);

    assert.equal(ended.code, 0, ended.stdout + ended.stderr);
    assert.deepEqual(models(ended), ['openai/gpt-5.5', 'anthropic/claude-haiku-4-5']);
  });

  it('counts what a model costs at the price of the user', async () => {
    configure({ prices: { 'openai/own': { input: 1_000, output: 0 } } });
    const ended = await run([phase('one', { model: 'openai/own' })]);
    const { usage } = ended.rows.at(-1) as { usage: { inputTokens: number; costUsd: number } };

    assert.deepEqual([usage.inputTokens, usage.costUsd], [12, 0.012]);
  });

  it('changes from the next phase on', async () => {
    const first = await run([phase('one', { model: 'openai/gpt-5.5' }), phase('two', { dependsOn: ['one'], model: 'openai/gpt-5.5' })], ['--no-auto']);
    assert.equal(first.code, 3);
    assert.equal((await call(['model', runOf(first), 'anthropic/claude-haiku-4-5', '--json'])).code, 0);
    const second = await call(['resume', runOf(first), '--json']);

    assert.equal(second.code, 0, second.stderr);
    assert.deepEqual(models(second), ['anthropic/claude-haiku-4-5']);
    const shown = await call(['show', runOf(first), '--json']);
    const { phases } = shown.rows[0] as { phases: readonly { modelUsed: string }[] };
    assert.deepEqual(phases.map(({ modelUsed }) => modelUsed), ['openai/gpt-5.5', 'anthropic/claude-haiku-4-5']);
    assert.equal((await call(['model', runOf(first), 'deep'])).code, 2);
  });

  it('tells every problem of models.json', async () => {
    configure({ aliases: { x: '' }, more: 1 });
    const ended = await run([phase('one')]);

    assert.equal(ended.code, 2);
    assert.match(ended.stderr, /models\.json\/aliases\/x: /);
    assert.match(ended.stderr, /models\.json\/: /);
  });

  function configure(content: object): void {
    mkdirSync(path.join(place.store, '../data/phasegate'), { recursive: true });
    writeFileSync(path.join(place.store, '../data/phasegate/models.json'), JSON.stringify(content));
  }

  function call(args: readonly string[]): Promise<Ended> {
    const addresses = [`anthropic=${anthropic.url}`, `openai=${openai.url}`].flatMap((address) => ['--base-url', address]);
    return phasegate([...args, ...place.where, ...addresses], { env: { ...keys, XDG_DATA_HOME: path.join(place.store, '../data') } });
  }

  function run(phases: readonly object[], more: readonly string[] = []): Promise<Ended> {
    const file = path.join(place.workspace, 'notes.json');
    writeFileSync(file, JSON.stringify({ id: 'notes', name: 'Notes', version: 1, phases }));
    return call(['run', file, '--goal', 'notes', '--json', ...more]);
  }
});

function submission(wire: Wire): readonly string[] {
  return wire.turn({ calls: [{ id: 'c', name: 'submit_artifact', json: ['{"title":"Done"}'] }] });
}

function models({ rows }: Ended): readonly unknown[] {
  return rows.filter(({ type }) => type === 'turn-ended').map(({ model }) => model);
}

function runOf({ rows }: Ended): string {
  return String(rows.find(({ runId }) => runId !== undefined)?.['runId']);
}
