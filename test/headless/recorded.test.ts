import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { startFaultServer } from '../servers/faultServer.ts';
import { anthropicWire as wire } from '../servers/wire/anthropicWire.ts';
import { phasegate, samplePlace, type Place } from './commandLine.ts';

const canary = 'sk-ant-canary-7f3a91c0d2e84b65aa';
const template = {
  id: 'note', name: 'Note', version: 1,
  phases: [{
    id: 'write', name: 'Write', type: 'automated', prompt: 'Write about {{input.goal}}.', tools: ['read_file', 'write_file'],
    output: { type: 'note', schema: { type: 'object', properties: { title: { type: 'string' } }, required: ['title'] } },
  }],
};
const steps = [
  { name: 'read_file', input: { path: 'src/discount.js' } },
  { name: 'write_file', input: { path: 'NOTE.md', content: 'A note.\n' } },
  { name: 'submit_artifact', input: { title: 'A note' } },
];

describe('the model recorded', () => {
  let [first, second]: Place[] = [];
  before(() => ([first, second] = [samplePlace(), samplePlace()]));
  after(() => [first, second].forEach((place) => place?.dispose()));

  it('brings a run about again in a fresh workspace, offline', async () => {
    assert.ok(first && second);
    const server = await startFaultServer(({ body }) => {
      const results = JSON.stringify(body).split(wire.resultMark).length - 1;
      const step = steps[results] ?? steps.at(-1);
      return { body: wire.turn({ text: ['Working.'], calls: [{ id: `call_${results}`, name: step?.name ?? '', json: [JSON.stringify(step?.input)] }] }) };
    });
    for (const place of [first, second]) writeFileSync(path.join(place.workspace, 'note.json'), JSON.stringify(template));
    const run = (place: Place, more: readonly string[]) => phasegate(['run', path.join(place.workspace, 'note.json'), ...place.where, '--goal', 'the sample', '--approve', 'edits', '--json', ...more], { env: { ANTHROPIC_API_KEY: canary } });
    const recorded = await run(first, ['--model', wire.reference, '--base-url', server.url]);
    await server.close();
    assert.equal(recorded.code, 0, recorded.stdout + recorded.stderr);

    const again = await run(second, ['--model', 'recorded', '--recordings', path.join(first.store, 'exchanges')]);
    assert.equal(again.code, 0, again.stdout + again.stderr);
    assert.equal(readFileSync(path.join(second.workspace, 'NOTE.md'), 'utf8'), 'A note.\n');
    assert.deepEqual(again.rows.filter(({ type }) => type === 'tool-started').map(({ name }) => name), steps.map(({ name }) => name));
    const [before, after] = [recorded, again].map((ended) => ended.rows.at(-1)?.['usage'] as { inputTokens: number; costUsd: number });
    assert.deepEqual([after?.inputTokens, after?.costUsd], [before?.inputTokens, 0]);
    assert.ok(again.rows.filter(({ type }) => type === 'turn-ended').every(({ model }) => model === 'recorded/any'));
  });

  it('has kept every exchange, without the key', () => {
    assert.ok(first && second);
    const folder = path.join(first.store, 'exchanges');
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json.gz'));
    assert.equal(files.length, 3);
    for (const file of files) assert.ok(!gunzipSync(readFileSync(path.join(folder, file))).toString().includes(canary));
    assert.equal(spawnSync('grep', ['-rl', canary, first.store, second.store], { encoding: 'utf8' }).stdout, '');
  });

  it('does not invent what was never said', async () => {
    assert.ok(first);
    const ended = await phasegate(['run', path.join(first.workspace, 'note.json'), ...first.where, '--goal', 'something else', '--model', 'recorded', '--json']);
    assert.equal(ended.code, 1);
    assert.match(ended.stdout, /No answer was recorded for this request/);
  });
});
