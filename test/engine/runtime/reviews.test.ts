import assert from 'node:assert/strict';
import { failed } from '../../../src/engine/model/failure.ts';
import { ok } from '../../../src/engine/base/result.ts';
import type { ExecutionId, PhaseId } from '../../../src/engine/model/ids.ts';
import type { Snapshots } from '../../../src/engine/ports/snapshots.ts';
import { exportRun } from '../../../src/engine/runtime/exportRun.ts';
import { reviewsOfArtifact } from '../../../src/engine/workflow/pastReviews.ts';
import { opinionsOf } from '../../../src/engine/workflow/reviewDecision.ts';
import type { RunState } from '../../../src/engine/workflow/state.ts';
import { fakeTool } from '../agent/fakeTools.ts';
import { answers, fails, hangs, type ScriptedTurn, submits } from '../agent/scriptedModel.ts';
import { begin, has, isStanding, phaseIs, quiet, refusal, scene } from './harness.ts';
import { pipeline } from './pipeline.ts';
import { assertGolden } from './transcript.ts';

const note = submits({ title: 'A plan' });
const revised = answers({ text: 'You are right about the title.', calls: [['submit_artifact', { title: 'A better plan' }]] });
const down = fails(failed('auth', 'The key is wrong.'));

interface Opinion {
  readonly verdict: 'approve' | 'request-changes' | 'reject';
  readonly severity?: 'info' | 'minor' | 'major' | 'blocker';
  readonly pointer?: string;
}

function opinion({ verdict, severity, pointer = '/title' }: Opinion): ScriptedTurn {
  const finding = { id: 'F1', severity: severity ?? 'info', pointer, title: 'The title says little', detail: 'Whoever reads only the title does not learn what is planned.' };
  return submits({ summary: 'The plan was read against the workspace, and this is what it comes to.', verdict, findings: severity ? [finding] : [] });
}

const approves = opinion({ verdict: 'approve' });
const objects = opinion({ verdict: 'request-changes', severity: 'major' });
const blocks = opinion({ verdict: 'reject', severity: 'blocker' });

const reviewed = (policy: unknown, ...by: readonly string[]) => pipeline({ id: 'plan', review: { by, policy } }, { id: 'build', dependsOn: ['plan'] });

describe('a second opinion', () => {
  const at = scene();
  const facts = async () => at.house.store.facts(await at.run());
  const planOf = ({ phases }: RunState) => phases['plan' as PhaseId] ?? assert.fail('there is a phase plan');
  const decisions = async () => (await facts()).flatMap(({ event }) => (event.type === 'review-decided' ? [`${event.round} ${event.decision}: ${event.message}`] : []));

  it('is given by all reviewers side by side, and stays advice', async () => {
    let release = (): void => {};
    const both = new Promise<void>((resolve) => { release = resolve; });
    let waiting = 0;
    const together = (turn: ScriptedTurn): ScriptedTurn => async function* (request, signal) {
      if (++waiting === 2) release();
      await both;
      yield* turn(request, signal);
    };
    const living = await at.enter({ script: { plan: [note], critic: [together(blocks)], second: [together(approves)], build: [note] } });
    await begin(at.house, living, { template: reviewed('advisory', 'critic', 'second') });
    const state = await living.until(has('completed'));
    assert.deepEqual(opinionsOf(planOf(state).reviews[0]?.seats ?? []).map(({ verdict }) => verdict), ['reject', 'approve']);
    assert.deepEqual(await decisions(), ['1 passed: critic rejects it (1 blocker); second approves.']);
    assert.equal(planOf(state).spent.usd, 0.03, 'reviewers are paid for by the phase');
    const types = (await at.house.store.artifacts(await at.run())).map(({ type, execution }) => `${type} ${execution}`);
    assert.deepEqual(types.slice(0, 3).toSorted(), ['note run-2/plan/1', 'review run-2/plan/1/reviewer-1', 'review run-2/plan/1/reviewer-2'].map((line) => line.replace('run-2', String(state.id))));
    await assertGolden('review-advisory', (await facts()).filter(({ event }) => !('execution' in event && event.execution?.includes('reviewer') && event.type !== 'review-started' && event.type !== 'review-finished')).map((fact, index) => ({ ...fact, seq: index + 1 })));
  });

  it('tells the reviewer the task, the artifact and nothing that lets it change anything', async () => {
    const living = await at.enter({ script: { plan: [note], critic: [approves], build: [note] }, tools: [fakeTool('read_file'), fakeTool('write_file', 'workspace')] });
    await begin(at.house, living, { template: reviewed('advisory', 'critic') });
    await living.until(has('completed'));
    const [request] = living.models['critic']?.requests ?? [];
    assert.deepEqual(request?.tools.map(({ name }) => name), ['read_file', 'submit_artifact']);
    const opening = request?.messages[0];
    assert.match(opening?.role === 'user' ? opening.text : '', /<artifact phase="plan">\n\{\n {2}"title": "A plan"[\s\S]*<task>\nDo plan\.\n<\/task>/);
  });

  it('sends the artifact back once, and lets the answer pass when the reviewers are content', async () => {
    const living = await at.enter({ script: { plan: [note, revised], critic: [objects, approves], build: [note] } });
    await begin(at.house, living, { template: reviewed('gate', 'critic') });
    await living.until(has('completed'));
    const told = living.models['plan']?.asked[1]?.at(-1);
    assert.match(told?.role === 'tool' ? told.output : '', /\/title: major: The title says little/);
    const again = living.models['critic']?.asked[1]?.[0];
    assert.match(again?.role === 'user' ? again.text : '', /A better plan[\s\S]*<opinion>\n## critic: request-changes[\s\S]*<answer>\nYou are right about the title\./);
    const plan = (await at.house.store.artifacts(await at.run())).find(({ phase, type }) => phase === 'plan' && type === 'note');
    assert.deepEqual(plan?.data, { title: 'A better plan' });
    await assertGolden('review-revised', await facts());
  });

  it('stops before a person when the answer does not content the gate, and takes their word', async () => {
    const living = await at.enter({ script: { plan: [note, note], critic: [objects, objects], build: [note] } });
    await begin(at.house, living, { template: reviewed('gate', 'critic') });
    const { wait } = await living.until(isStanding).then((state) => {
      const { situation } = planOf(state);
      return situation.status === 'waiting' ? situation : assert.fail(situation.status);
    });
    assert.equal(wait.reason === 'decision' && wait.failure.kind, 'review-rejected');
    assert.deepEqual(wait.reason === 'decision' && wait.issues.map(({ pointer, message }) => `${pointer} ${message.slice(0, 38)}`), ['/title major, critic: The title says little. ']);
    await living.send({ type: 'accept', phase: 'plan' as PhaseId, data: { title: 'Taken as it is' }, isForced: false });
    await living.until(has('completed'));
  });

  it('never counts a reviewer that is down as approval, says so, and asks it again when told to', async () => {
    const living = await at.enter({ script: { plan: [note], critic: [approves], second: [down, approves], build: [note] } });
    const run = await begin(at.house, living, { template: reviewed('gate', 'critic', 'second') });
    await living.until(isStanding);
    assert.deepEqual(await decisions(), ['1 stopped: critic approves; second is unavailable: The key is wrong. The gate needs the approval of all.']);
    await living.send({ type: 'review', phase: 'plan' as PhaseId });
    await living.until(has('completed'));
    assert.equal(living.models['critic']?.requests.length, 1, 'an opinion that was given is not paid for again');
    assert.match(await refusal(living, run, { type: 'review', phase: 'build' as PhaseId }), /has no reviews/);
    await assertGolden('review-unavailable', await facts());
  });

  it('is consensus when nobody blocks, or when as many as asked approve', async () => {
    const script = { plan: [note], critic: [objects], second: [approves], third: [approves], build: [note] };
    for (const policy of ['consensus', { consensus: 2 }]) {
      const living = await at.enter({ script });
      await begin(at.house, living, { template: reviewed(policy, 'critic', 'second', 'third') });
      await living.until(has('completed'));
      living.crash();
    }
    const living = await at.enter({ script: { ...script, plan: [note, note], critic: [blocks, blocks], second: [approves, approves], third: [approves, approves] } });
    await begin(at.house, living, { template: reviewed('consensus', 'critic', 'second', 'third') });
    assert.equal(planOf(await living.until(isStanding)).situation.status, 'waiting');
  });

  it('goes on after a crash without paying for what was said', async () => {
    const living = await at.enter({ script: { plan: [note], critic: [approves], second: [hangs('Hm')] } });
    await begin(at.house, living, { template: reviewed('gate', 'critic', 'second') });
    await living.until((state) => planOf(state).reviews[0]?.seats[0]?.outcome !== null && planOf(state).reviews.length > 0);
    await quiet();
    living.crash();
    const reborn = await at.enter({ script: { plan: [], critic: [], second: [approves], build: [note] } });
    await reborn.send({ type: 'resume' });
    await reborn.until(has('completed'));
    assert.equal(reborn.models['plan']?.requests.length, 0);
    assert.equal(reborn.models['critic']?.requests.length, 0);
  });

  it('tells the author once what was found, also when the telling was interrupted', async () => {
    const living = await at.enter({ script: { plan: [note, hangs()], critic: [objects] } });
    await begin(at.house, living, { template: reviewed('gate', 'critic') });
    while ((living.models['plan']?.requests.length ?? 0) < 2) await quiet(10);
    await quiet();
    living.crash();
    const reborn = await at.enter({ script: { plan: [revised], critic: [approves], build: [note] } });
    await reborn.send({ type: 'resume' });
    await reborn.until(has('completed'));
    assert.deepEqual(reborn.models['plan']?.asked[0]?.map(({ role }) => role), ['user', 'assistant', 'tool']);
  });

  it('stops with the phase: skipped, retried and cancelled phases wait for nobody', async () => {
    for (const command of ['skip', 'cancel', 'retry'] as const) {
      const living = await at.enter({ script: { plan: [note, note], critic: [hangs(), approves], build: [note] } });
      await begin(at.house, living, { template: reviewed('gate', 'critic') });
      await living.until(phaseIs('plan', 'reviewing'));
      await quiet();
      await living.send(command === 'cancel' ? { type: 'cancel' } : command === 'skip' ? { type: 'skip', phase: 'plan' as PhaseId } : { type: 'retry', phase: 'plan' as PhaseId, model: null });
      await living.until(has(command === 'cancel' ? 'cancelled' : 'completed'));
      await quiet();
      assert.equal(living.models['critic']?.openStreams(), 0);
      living.crash();
    }
  });

  it('hands over to a person when the author fails at its answer: nothing valid is lost', async () => {
    const living = await at.enter({ script: { plan: [note, down], critic: [objects] } });
    await begin(at.house, living, { template: reviewed('gate', 'critic') });
    const { situation } = planOf(await living.until(isStanding));
    assert(situation.status === 'waiting' && situation.wait.reason === 'decision');
    assert.equal(situation.wait.failure.kind, 'auth');
    assert.deepEqual(situation.wait.raw, { text: '{\n  "title": "A plan"\n}' });
  });

  it('tells the author what a person wrote while it was looked at, before the phase ends', async () => {
    const waiting: ScriptedTurn = async function* (request, signal) {
      while (planOf((await living.engine.state(await at.run())) ?? assert.fail()).steering.length === 0) await quiet(5);
      yield* approves(request, signal);
    };
    const living = await at.enter({ script: { plan: [note, revised, revised], critic: [waiting, approves, approves], build: [note] } });
    await begin(at.house, living, { template: reviewed('gate', 'critic') });
    await living.until(phaseIs('plan', 'reviewing'));
    await living.send({ type: 'steer', phase: 'plan' as PhaseId, text: 'Name the callers.' });
    await living.until(has('completed'));
    assert.deepEqual((await decisions()).map((line) => line.slice(0, 9)), ['1 revise:', '2 passed:']);
    const told = living.models['plan']?.asked[1]?.at(-1);
    assert.match(told?.role === 'user' ? told.text : '', /Name the callers\./);
  });

  it('is paid for out of the budget of its phase, which pauses the run before a review that does not fit', async () => {
    const dear = answers({ calls: [['submit_artifact', { title: 'A plan' }]], usage: { inputTokens: 5_000, outputTokens: 5_000, cachedTokens: 0, costUsd: 0 } });
    const living = await at.enter({ script: { plan: [dear], critic: [approves], build: [note] } });
    await begin(at.house, living, { template: pipeline({ id: 'plan', budget: { tokens: 20_000 }, review: { by: ['critic'], policy: 'gate' } }) });
    const { situation } = await living.until(has('paused'));
    assert.equal(situation.status === 'paused' && situation.shortage?.scope, 'phase');
    assert.equal(living.models['critic']?.requests.length, 0);
    await living.send({ type: 'raise-budget', scope: 'phase', phase: 'plan' as PhaseId, budget: { tokens: 60_000 } });
    await living.send({ type: 'resume' });
    assert.equal(planOf(await living.until(has('completed'))).spent.tokens, 10_015);
  });

  it('waits for a reviewer whose vendor only limits, where its opinion decides; advice is not waited for', async () => {
    const limited = fails(failed('rate-limit', 'The rate limit is reached.', { isRetryable: true, retryAfterMs: 3_600_000 }));
    const alone = (policy: string) => pipeline({ id: 'plan', review: { by: ['critic'], policy } });
    const advised = await at.enter({ script: { plan: [note], critic: [limited] } });
    await begin(at.house, advised, { template: alone('advisory') });
    await advised.until(has('completed'));
    assert.deepEqual(await decisions(), ['1 passed: critic is unavailable: The rate limit is reached.']);
    advised.crash();
    const living = await at.enter({ script: { plan: [note], critic: [limited, approves] } });
    await begin(at.house, living, { template: alone('gate') });
    assert.equal((await living.until(has('paused'))).situation.status, 'paused');
    for (let passedMs = 0; passedMs < 3_600_000; passedMs += 60_000) {
      at.house.clock.advance(60_000);
      await quiet(2);
    }
    await living.until(has('completed'));
    assert.deepEqual(await decisions(), ['1 passed: critic approves.']);
  });

  it('looks at each iteration of a loop', async () => {
    const template = pipeline({ id: 'plan', output: { type: 'list', schema: {} } }, { id: 'build', dependsOn: ['plan'], loop: { over: 'plan.items', max: 5 }, review: { by: ['critic'], policy: 'gate' } });
    const living = await at.enter({ script: { plan: [submits({ items: [1, 2] })], build: [note, note], critic: [approves, approves] } });
    const run = await begin(at.house, living, { template });
    await living.until(has('completed'));
    const reviews = (await at.house.store.artifacts(run)).filter(({ type }) => type === 'review').map(({ iteration }) => iteration);
    assert.deepEqual(reviews, [0, 1]);
  });

  it('is still known of an iteration that others followed, with its first version', async () => {
    const template = pipeline({ id: 'plan', output: { type: 'list', schema: {} } }, { id: 'build', dependsOn: ['plan'], loop: { over: 'plan.items', max: 5 }, review: { by: ['critic'], policy: 'gate' } });
    const living = await at.enter({ script: { plan: [submits({ items: [1, 2] })], build: [note, revised, note], critic: [objects, approves, approves] } });
    const run = await begin(at.house, living, { template });
    await living.until(has('completed'));
    const build = 'build' as PhaseId;
    const requested = (await facts()).flatMap(({ event }) => (event.type === 'review-requested' ? [event.artifact.id] : []));
    const rounds = await Promise.all(requested.map(async (id) => reviewsOfArtifact(await at.house.store.facts(run), { id, phase: build })));
    const twice = ['1 revise request-changes', '2 passed approve'];
    assert.deepEqual(rounds.map((list) => list.map(({ round, decided, seats }) => `${round} ${decided?.decision} ${seats[0]?.outcome?.type === 'reviewed' ? seats[0].outcome.verdict : 'none'}`)), [twice, twice, ['1 passed approve']]);
        const kept = (await at.house.store.artifacts(run)).filter(({ phase, type, iteration }) => phase === build && type === 'note' && iteration !== null).map(({ id }) => id);
    assert.ok(kept.every((id) => requested.includes(id)), 'an iteration is found by its artifact');
  });

  it('is paused and resumed with its run, and undone with its phase', async () => {
    const slow: ScriptedTurn = async function* (request, signal) {
      await quiet();
      yield* approves(request, signal);
    };
    const living = await at.enter({ script: { plan: [note], critic: [slow], build: [note, note] } });
    await begin(at.house, living, { template: reviewed('gate', 'critic') });
    await living.until(phaseIs('plan', 'reviewing'));
    await living.send({ type: 'pause' });
    await quiet(600);
    await living.send({ type: 'resume' });
    const { checkpoints } = await living.until(has('completed'));
    await living.send({ type: 'rollback', checkpoint: checkpoints[0]?.checkpoint ?? assert.fail() });
    assert.deepEqual((await at.house.store.executions(await at.run())).map(({ id, status }) => `${id.split('/').slice(1).join('/')} ${status}`), ['plan/1 completed', 'plan/1/reviewer-1 completed', 'build/1 rolled_back']);
    await living.send({ type: 'resume' });
    await living.until(has('completed'));
  });

  it('sees what the phase changed in the workspace', async () => {
    let content = 'one\n';
    const taken: string[] = [];
    const snapshots: Snapshots = {
      isAvailable: async () => ok({ largestFileBytes: 1, timeLimitMs: 1 }),
      take: async () => ok(`s${taken.push(content)}`),
      leftOut: async () => ok([]),
      preview: async () => ok({ changes: [{ path: 'a.ts', kind: 'changed' }], skipped: [] }),
      between: async () => ok([]),
      textAt: async (id) => ok(taken[Number(id.slice(1)) - 1] ?? null),
      restore: async () => assert.fail('nothing is restored'),
      finishInterruptedRestore: async () => ok(null),
      forget: async () => ok(0),
    };
    const write = fakeTool('write_file', 'workspace', async () => {
      content = `two\n${'another line\n'.repeat(200)}`;
      return { outcome: 'ok', output: 'Written.' };
    });
    let kept: readonly string[] = [];
    const looking: ScriptedTurn = async function* (request, signal) {
      kept = await at.house.store.snapshots();
      yield* approves(request, signal);
    };
    const living = await at.enter({ script: { plan: [answers({ calls: [['write_file', 1]] }), note], critic: [looking], build: [note] }, tools: [write], snapshots });
    await begin(at.house, living, { template: pipeline({ id: 'plan', tools: ['write_file'], review: { by: ['critic'], policy: 'gate' } }) });
    await living.until(has('completed'));
    assert.deepEqual(kept, ['s1'], 'what it began with is kept until it has ended');
    assert.deepEqual(await at.house.store.snapshots(), ['s3']);
    const opening = living.models['critic']?.asked[0]?.[0];
    assert.match(opening?.role === 'user' ? opening.text : '', /<changes>\nchanged: a\.ts\n@@ -1,1 \+1,201 @@\n-one\n\+two\n\+another line\n/);
    const exported = await exportRun(at.house.store, await at.run());
    assert.ok(Object.values(exported?.texts ?? {}).some((text) => text.startsWith('changed: a.ts')), 'an export has what they saw');
  });

  it('lives in the stored conversation of its own execution', async () => {
    const living = await at.enter({ script: { plan: [note], critic: [answers({ calls: [['read_file', 'a.ts']] }), approves], build: [note] }, tools: [fakeTool('read_file')] });
    const run = await begin(at.house, living, { template: reviewed('gate', 'critic') });
    await living.until(has('completed'));
    assert.deepEqual((await at.house.store.toolCalls(`${run}/plan/1/reviewer-1` as ExecutionId)).map(({ name }) => name), ['read_file', 'submit_artifact']);
  });
});
