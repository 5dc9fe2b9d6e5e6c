import assert from 'node:assert/strict';
import { failed } from '../../../src/engine/model/failure.ts';
import type { PhaseId, ToolCallId } from '../../../src/engine/model/ids.ts';
import type { Message } from '../../../src/engine/model/message.ts';
import { phaseOf } from '../../../src/engine/workflow/step.ts';
import { toRunView } from '../../../src/engine/workflow/view.ts';
import { askTool, done, fakeTool } from '../agent/fakeTools.ts';
import { answers, fails, hangs, submits } from '../agent/scriptedModel.ts';
import { begin, has, isStanding, quiet, refusal, scene } from './harness.ts';
import { pipeline } from './pipeline.ts';

const plan = 'plan' as PhaseId;
const note = submits({ title: 'A note' });
const read = answers({ calls: [['read_file', 1]] });
const say = (text: string) => ({ type: 'steer', phase: plan, text }) as const;

/** What a person was heard to say, request by request. */
function heard(asked: readonly (readonly Message[])[] | undefined): readonly (readonly string[])[] {
  return (asked ?? []).map((messages) => messages.flatMap((message) => (message.role === 'user' && message.text.startsWith('The person') ? message.text.split('\n\n').slice(1) : [])));
}

describe('steering', () => {
  const at = scene();
  const template = pipeline({ id: 'plan', tools: ['read_file', 'ask_user'] });

  it('is told at the next turn, behind the results of the tools, once', async () => {
    const slow = fakeTool('read_file', 'none', async () => {
      await at.living.send(say('Use tabs.'));
      await at.living.send(say('And no colours.'));
      return done('read');
    });
    const living = await at.enter({ script: { plan: [read, read, note] }, tools: [slow] });
    await begin(at.house, living, { template });
    const state = await living.until(has('completed'));
    const [, second, third] = living.models['plan']?.asked ?? [];
    assert.deepEqual(second?.map(({ role }) => role), ['user', 'assistant', 'tool', 'user']);
    assert.deepEqual(heard(living.models['plan']?.asked).slice(0, 2), [[], ['Use tabs.', 'And no colours.']]);
    assert.deepEqual(third?.map(({ role }) => role), ['user', 'assistant', 'tool', 'user', 'assistant', 'tool', 'user'], 'what came during the second call comes after it');
    assert.equal(phaseOf(state, plan)?.steered, 4);
  });

  it('is told to a phase that has not begun, right behind its task', async () => {
    const living = await at.enter({ script: { plan: [note] } });
    const run = await living.engine.createRun({ project: at.house.project, template, inputs: { goal: 'test' }, isAuto: true, maxParallel: 1, model: null });
    const state = await living.send(say('Keep it short.'), run);
    assert.deepEqual(toRunView(state).phases[0]?.steering, ['Keep it short.']);
    await living.send({ type: 'start' }, run);
    const ended = await living.until(has('completed'));
    assert.deepEqual(heard(living.models['plan']?.asked), [['Keep it short.']]);
    assert.equal(toRunView(ended).phases[0]?.steering, undefined);
  });

  it('survives a restart, and is told once whenever the program ends', async () => {
    for (const isTold of [false, true]) {
      const living = await at.enter({ script: { plan: [read, hangs()] }, tools: [fakeTool('read_file', 'none', async () => {
        await at.living.send(say('Use tabs.'));
        if (!isTold) await new Promise(() => {});
        return done('read');
      })] });
      await begin(at.house, living, { template });
      await living.until((state) => (isTold ? phaseOf(state, plan)?.steered === 1 : phaseOf(state, plan)?.steering.length === 1));
      await quiet();
      living.crash();
      const reborn = await at.enter({ script: { plan: [read, note] }, tools: [fakeTool('read_file')] });
      await reborn.send({ type: 'resume' });
      await reborn.until(has('completed'));
      assert.deepEqual(heard(reborn.models['plan']?.asked), [['Use tabs.'], ['Use tabs.']], 'in every later request, and never a second time');
    }
  });

  it('comes with the answer to a phase that waits with a question', async () => {
    const living = await at.enter({ script: { plan: [answers({ calls: [['ask_user', 'Which?']] }), note] }, tools: [askTool()] });
    const run = await begin(at.house, living, { template });
    await living.until(isStanding);
    await living.send(say('I never liked blue.'));
    await quiet();
    assert.equal(living.models['plan']?.asked.length, 1, 'it still waits');
    await living.send({ type: 'answer', call: `${run}/plan/1/1.1` as ToolCallId, answer: 'Red' });
    await living.until(has('completed'));
    assert.deepEqual(living.models['plan']?.asked[1]?.slice(-2).map(({ role }) => role), ['tool', 'user']);
    assert.deepEqual(heard(living.models['plan']?.asked)[1], ['I never liked blue.']);
  });

  it('that crosses a submission is heard before the phase ends, and costs no attempt', async () => {
    const steering = (): ReturnType<typeof answers> => async function* (request, signal) {
      await at.living.send(say('Another title, please.'));
      yield* note(request, signal);
    };
    const living = await at.enter({ script: { plan: [steering(), submits({ title: 'Another' })] } });
    const run = await begin(at.house, living, { template: pipeline({ id: 'plan', attempts: 1 }) });
    await living.until(has('completed'));
    assert.deepEqual(heard(living.models['plan']?.asked), [[], ['Another title, please.']]);
    assert.deepEqual((await at.house.store.artifacts(run)).map(({ data }) => data), [{ title: 'Another' }]);
    assert.ok(!(await at.types(run)).includes('output-rejected'));
  });

  it('that crosses a model which just stops is heard instead of a reminder', async () => {
    const stopping = (): ReturnType<typeof answers> => async function* (request, signal) {
      await at.living.send(say('Go on.'));
      yield* answers({ text: 'Done.' })(request, signal);
    };
    const living = await at.enter({ script: { plan: [stopping(), note] } });
    const run = await begin(at.house, living, { template: pipeline({ id: 'plan', attempts: 1 }) });
    await living.until(has('completed'));
    assert.deepEqual(heard(living.models['plan']?.asked), [[], ['Go on.']]);
    assert.ok(!(await at.types(run)).includes('output-rejected'));
  });

  it('waits for the next attempt of a phase that failed', async () => {
    const living = await at.enter({ script: { plan: [fails(failed('refused', 'No.')), note] } });
    await begin(at.house, living, { template });
    await living.until(has('failed'));
    await living.send(say('It is only a test.'));
    await living.send({ type: 'retry', phase: plan, model: null });
    await living.until(has('completed'));
    assert.deepEqual(heard(living.models['plan']?.asked), [[], ['It is only a test.']]);
  });

  it('is refused where nobody would read it', async () => {
    const living = await at.enter({ script: { plan: [note] } });
    const run = await begin(at.house, living, { template });
    await living.until(has('completed'));
    assert.match(await refusal(living, run, say('Late.')), /completed/);
    const other = await living.engine.createRun({ project: at.house.project, template, inputs: { goal: 'test' }, isAuto: true, maxParallel: 1, model: null });
    assert.match(await refusal(living, other, say('  ')), /1 to 20000/);
    assert.match(await refusal(living, other, say('x'.repeat(20_001))), /1 to 20000/);
    assert.match(await refusal(living, other, { ...say('Hello'), phase: 'none' as PhaseId }), /no phase/);
  });
});
