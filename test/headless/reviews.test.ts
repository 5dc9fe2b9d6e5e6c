import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Ended, phasegate, type Place, samplePlace } from './commandLine.ts';
import { statusesOf, summaryOf } from './scriptedRun.ts';

const template = (review: object) => ({
  id: 'reviewed', name: 'Reviewed', version: 1,
  phases: [{ id: 'plan', name: 'Plan', type: 'automated', prompt: 'The goal: {{input.goal}}', output: 'decision-log', review }],
});

interface Round {
  readonly decision: string;
  readonly reviewers: readonly { readonly name: string; readonly status: string; readonly verdict: string | null }[];
  readonly disagreements: readonly { readonly field: string }[];
}

describe('phasegate, with a second opinion', function () {
  this.timeout(60_000);
  let place: Place;
  beforeEach(() => { place = samplePlace(); });
  afterEach(() => place.dispose());

  const call = (...args: readonly string[]): Promise<Ended> => phasegate([...args, '--store', place.store]);
  const run = async (review: object, ...args: readonly string[]): Promise<Ended> => {
    const file = path.join(place.workspace, 'reviewed.json');
    writeFileSync(file, JSON.stringify(template(review)));
    return call('run', file, '--workspace', place.workspace, '--goal', 'Discounts start at their threshold', '--model', 'rehearsal', '--json', ...args);
  };
  const roundsOf = (ended: Ended): readonly Round[] => (summaryOf(ended).phases[0] as unknown as { readonly reviews: readonly Round[] }).reviews;

  it('rehearses reviewers, the same each time with the same seed, and replays them', async () => {
    const review = { by: ['reviewer', 'second-opinion', 'reviewer'], policy: 'gate' };
    const [first, second] = [await run(review, '--seed', '7'), await run(review, '--seed', '7')];
    assert.equal(first.code, 0, first.stderr);
    assert.deepEqual(roundsOf(first).map(({ reviewers }) => reviewers.map(({ name, verdict }) => `${name} ${verdict}`)), roundsOf(second).map(({ reviewers }) => reviewers.map(({ name, verdict }) => `${name} ${verdict}`)));
    assert.deepEqual(roundsOf(first).map(({ decision }) => decision), ['revise', 'passed'], 'one of three neighbours is exacting, once');
    const { runId } = summaryOf(first);
    const replayed = await call('replay', runId, '--workspace', place.workspace);
    assert.equal(replayed.code, 0, replayed.stdout + replayed.stderr);
    const artifacts = (await call('artifacts', runId, '--json')).rows;
    assert.deepEqual(artifacts.filter(({ isReview }) => isReview !== true).map(({ type }) => type), ['decision-log']);
    assert.equal(artifacts.filter(({ isReview }) => isReview === true).length, 6);
  });

  it('shows who said what, and field by field where they differ', async () => {
    const ended = await run({ by: ['reviewer', 'second-opinion', 'reviewer'], policy: 'advisory' });
    const { stdout } = await call('show', summaryOf(ended).runId);
    assert.match(stdout, /Second opinion, round 1: passed\. /);
    assert.match(stdout, /reviewer 1 \(rehearsal\/standard\) [\s\S]*Where they differ:\n {8}verdict\n {10}reviewer 1: /);
    assert.deepEqual(roundsOf(ended)[0]?.disagreements[0]?.field, 'verdict');
  });

  it('says who is unavailable, waits, asks again on request, and takes a valid artifact as valid', async () => {
    const ended = await run({ by: ['nobody/model'], policy: 'gate' });
    assert.equal(ended.code, 3);
    assert.deepEqual(statusesOf(ended), ['waiting']);
    assert.deepEqual(roundsOf(ended)[0]?.reviewers.map(({ name, status }) => `${name} ${status}`), ['nobody/model unavailable']);
    const { runId } = summaryOf(ended);
    const again = await call('review', runId, 'plan', '--json');
    assert.equal(again.code, 3, again.stderr);
    assert.match((await call('show', runId)).stdout, /nobody\/model unavailable: There is no model or provider/);
    const accepted = await call('accept', runId, 'plan', '--force', '--json');
    assert.equal(accepted.code, 0, accepted.stderr);
    assert.deepEqual((await call('artifacts', runId, '--json')).rows.map(({ type, forced }) => `${String(type)} ${String(forced)}`), ['decision-log false']);
    assert.equal((await call('replay', runId, '--workspace', place.workspace)).code, 0);
  });
});
