import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { outputSchemas } from '../../../src/engine/phase/outputSchemas.ts';
import { replayRun } from '../../../src/engine/runtime/replay/replayRun.ts';
import { checkStore } from '../../../src/engine/storage/recovery/checkStore.ts';
import type { Question } from '../../../src/engine/model/wait.ts';
import { replay } from '../../../src/engine/workflow/replay.ts';
import type { RunState } from '../../../src/engine/workflow/state.ts';
import { isWaitingForPerson } from '../../../src/engine/workflow/view.ts';
import { someUsage } from '../../engine/agent/scriptedModel.ts';
import { toolboxOf } from '../../engine/phase/fixtures.ts';
import { canary, enter, filesAfter, filesBefore, type Home, type Scene, storeOptionsOf, theTools, until } from './scene.ts';

/** What a killed life said was durable: the last fact of each run. */
export type Acknowledged = ReadonlyMap<string, number>;

/** After a kill, before anything goes on: every file of the workspace is old or new, and what can be read of the store is sound. */
export async function checkLeftover(home: Home): Promise<void> {
  for (const name of readdirSync(home.workspace)) {
    if (/^\..*(\.aside|\.tmp)$/.test(name)) continue;
    const text = readFileSync(join(home.workspace, name), 'utf8');
    assert.ok([Object.entries(filesBefore), Object.entries(filesAfter)].some((files) => files.some(([known, content]) => known === name && content === text)), `${name} is half done`);
  }
  const { status, problems } = await checkStore(storeOptionsOf(home));
  assert.ok(status === 'sound' || status === 'absent', `the store is ${status}: ${problems.join('; ')}`);
}

/** Opens the home again, goes on with what is there to its end, and checks that nothing was lost, done twice or counted twice. */
export async function checkRecovery(home: Home, acknowledged: Acknowledged): Promise<void> {
  const scene = await enter(home);
  try {
    await checkAcknowledged(scene, acknowledged);
    for (const { id } of await scene.store.runs()) {
      await goOn(scene, id);
      await checkRun(scene, id);
    }
    if ((await scene.store.runs()).length > 0) assert.deepEqual(filesOf(home), filesAfter, 'the workspace is as the finished run leaves it');
    await checkEffects(scene, home);
  } finally {
    await scene.close();
  }
  await checkEnd(home);
}

async function checkAcknowledged({ store }: Scene, acknowledged: Acknowledged): Promise<void> {
  for (const [run, seq] of acknowledged) {
    const stored = (await store.runs()).find(({ id }) => id === run)?.seq ?? 0;
    assert.ok(stored >= seq, `fact ${seq} of run ${run} was acknowledged, and ${stored} are there`);
  }
}

type AnyRun = Parameters<typeof until>[1];

/** To its end by the commands a person has. */
async function goOn(scene: Scene, run: AnyRun): Promise<void> {
  for (let step = 0; step < 8; step += 1) {
    const state = await scene.engine.state(run);
    assert.ok(state, 'the run is there');
    const { status } = state.situation;
    if (status === 'completed') return;
    const question = isWaitingForPerson(state) ? questionOf(state) : undefined;
    assert.ok(status === 'created' || status === 'paused' || question, `a run that was interrupted is ${status}`);
    const sent = await scene.engine.send(run, question ? { type: 'answer', call: question.call, answer: 'Let the model find out' } : { type: status === 'created' ? 'start' : 'resume' });
    assert.ok(sent.ok, sent.ok ? '' : sent.error.message);
    await until(scene, run, (next) => next.situation.status !== 'running' || isWaitingForPerson(next));
  }
  assert.fail('the run does not come to its end');
}

/** What is asked about a call whose outcome nobody knows. */
function questionOf({ phases }: RunState): Question | undefined {
  return Object.values(phases).flatMap(({ situation }) => (situation.status === 'waiting' && 'question' in situation.wait ? [situation.wait.question] : []))[0];
}

/** Facts, state and rows agree, the record brings the run about again, and no turn was paid for twice. */
async function checkRun({ store }: Scene, run: AnyRun): Promise<void> {
  const facts = await store.facts(run);
  assert.deepEqual(facts.map(({ seq }) => seq), facts.map((_, index) => index + 1));
  assert.equal(replay(facts).situation.status, (await store.run(run))?.status);
  const ended = facts.flatMap(({ event }) => (event.type === 'turn-ended' ? [`${event.execution} ${event.turn}`] : []));
  assert.equal(new Set(ended).size, ended.length, 'a turn ended twice');
  const tokens = (someUsage.inputTokens ?? 0) + (someUsage.outputTokens ?? 0);
  assert.equal((await store.spendingSince(0)).tokens, ended.length * tokens);
  const { clock, ids } = storeOptionsOf({ store: '', folder: '', workspace: '', deliveries: '' });
  const outcome = await replayRun({ store, ids, clock, schemas: outputSchemas(), toolbox: toolboxOf(...theTools({ store: '', folder: '', workspace: '', deliveries: '' })) }, run);
  assert.equal(outcome.type, 'same', JSON.stringify(outcome));
}

/** Each delivery was made at most once; one that is not on record as made is on record as unknown. */
async function checkEffects({ store }: Scene, { deliveries }: Home): Promise<void> {
  const made = readFileSync(deliveries, 'utf8').split('\n').filter(Boolean).map((line) => line.split(' ')[0] ?? '');
  assert.equal(new Set(made).size, made.length, `a parcel was delivered twice: ${made.join(', ')}`);
  const calls = new Map<string, string>();
  for (const { id } of await store.runs()) for (const { event } of await store.facts(id)) if (event.type === 'tool-finished') calls.set(event.call, event.outcome);
  for (const call of made) assert.ok(['ok', 'unknown'].includes(calls.get(call) ?? ''), `${call} was delivered and is recorded as ${calls.get(call)}`);
  for (const [call, outcome] of calls) {
    const isDelivery = (await toolOf(store, call)) === 'run_command';
    if (isDelivery && outcome === 'ok') assert.ok(made.includes(call), `${call} is recorded as done and was not`);
  }
}

async function toolOf(store: Scene['store'], call: string): Promise<string | undefined> {
  for (const { id } of await store.runs()) {
    for (const { event } of await store.facts(id)) if (event.type === 'tool-started' && event.call === call) return event.name;
  }
  return undefined;
}

/** Nothing half done and no secret is left anywhere, and the store is sound. */
async function checkEnd(home: Home): Promise<void> {
  const report = await checkStore(storeOptionsOf(home));
  assert.equal(report.status, 'sound', report.problems.join('; '));
  const known = /^(phasegate\.db|last-good\.db|lease-\d+\.json|blobs|snapshots|quarantine)$/;
  assert.deepEqual(readdirSync(home.store).filter((name) => !known.test(name)), [], 'something is left in the store');
  assert.equal(existsSync(join(home.store, 'blobs/incomplete')) && readdirSync(join(home.store, 'blobs/incomplete')).length > 0, false);
  assert.equal(existsSync(join(home.store, 'snapshots/restore.journal')), false);
  for (const entry of readdirSync(home.folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) assert.ok(!unpacked(readFileSync(join(entry.parentPath, entry.name))).includes(canary), `${entry.name} holds a key`);
  }
}

function filesOf({ workspace }: Home): Readonly<Record<string, string>> {
  const names = readdirSync(workspace).filter((name) => !name.endsWith('.aside'));
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(workspace, name), 'utf8')]));
}

function unpacked(bytes: Buffer): Buffer {
  return bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes;
}
