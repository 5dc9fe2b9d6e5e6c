import assert from 'node:assert/strict';
import { readdirSync, writeFileSync } from 'node:fs';
import { png } from '../servers/tinyImages.ts';
import { errorBody } from '../servers/messagesStream.ts';
import { scriptedPlace, statusesOf, summaryOf, twoSteps } from './scriptedRun.ts';

/** Incompressible, so that it does not fit into the database. */
const picture = Buffer.concat([png(64, 64), Buffer.from(Array.from({ length: 30_000 }, (_, index) => (index * index * 31 + index * 7) % 251))]);
const base64 = picture.toString('base64');

describe('an image that a phase reads', () => {
  it('is shown to the model, kept once, and there again in a replay and an export', async () => {
    const at = await scriptedPlace(({ turn }) => (turn === 0 ? { calls: [{ name: 'read_file', input: { path: 'logo.png' } }] } : { calls: [{ name: 'submit_artifact', input: { title: 'A logo' } }] }));
    try {
      writeFileSync(at.file('logo.png'), picture);
      const ended = await at.run(twoSteps);
      assert.deepEqual(statusesOf(ended), ['completed', 'completed'], ended.stderr);
      const bodies = at.server.requests.map(({ body }) => JSON.stringify(body));
      assert.deepEqual(bodies.map((body) => body.split(base64).length - 1), [0, 1, 0, 1]);
      assert.ok(bodies[1]?.includes('logo.png (image/png, '));
      const blobs = readdirSync(at.store, { recursive: true, encoding: 'utf8' }).filter((name) => /[/\\][0-9a-f]{64}$/.test(name));
      assert.equal(blobs.length, 1, blobs.join());
      await at.replayAll();
      const file = at.file('run.json');
      assert.equal((await at.call('export', summaryOf(ended).runId, file)).code, 0);
    } finally {
      await at.close();
    }
  });

  it('does not end the phase where the vendor cannot read it', async () => {
    const at = await scriptedPlace(({ turn, text }) => {
      if (turn === 0) return { calls: [{ name: 'read_file', input: { path: 'logo.png' } }] };
      if (text.includes(base64)) return { status: 400, headers: { 'content-type': 'application/json' }, body: [errorBody('invalid_request_error', 'Could not process image')] };
      return { calls: [{ name: 'submit_artifact', input: { title: 'Without' } }] };
    });
    try {
      writeFileSync(at.file('logo.png'), picture);
      const ended = await at.run({ ...twoSteps, phases: twoSteps.phases.slice(0, 1) });
      assert.deepEqual(statusesOf(ended), ['completed'], ended.stderr);
      assert.deepEqual(ended.rows.flatMap(({ type, reason }) => (type === 'context-compacted' ? [reason] : [])), ['refused']);
      await at.replayAll();
    } finally {
      await at.close();
    }
  });
});
