import assert from 'node:assert/strict';
import { err, ok } from '../../../src/engine/base/result.ts';
import { failed } from '../../../src/engine/model/failure.ts';
import type { ToolCallId } from '../../../src/engine/model/ids.ts';
import type { Toolbox } from '../../../src/engine/ports/tool.ts';
import { fakeTool } from '../agent/fakeTools.ts';
import { answers, submits } from '../agent/scriptedModel.ts';
import { begin, has, isStanding, scene } from './harness.ts';
import { pipeline } from './pipeline.ts';

const note = submits({ title: 'A note' });
const script = { plan: [answers({ calls: [['mcp__docs__find', 1], ['mcp__docs__fly', 1]] }), note] };
const template = pipeline({ id: 'plan', tools: ['mcp__docs__*'] });

describe('tools that a person must agree to before a phase has them', () => {
  const at = scene();

  it('are waited for like an approval, and asked about again after a crash', async () => {
    const first = await at.enter({ script, toolbox: carefulToolbox() });
    const run = await begin(at.house, first, { template });
    const waiting = await first.until(isStanding);
    const situation = waiting.phases[template.phases[0]!.id]?.situation;
    assert.deepEqual(situation?.status === 'waiting' && situation.wait.reason === 'approval' && [situation.wait.question.text, situation.wait.question.detail], ['Start the server "docs"', 'docs --stdio']);
    first.crash();

    const second = await at.enter({ script, toolbox: carefulToolbox() });
    const answer = { type: 'answer', call: `${run}/plan/1/0.1` as ToolCallId, answer: 'Allow' } as const;
    await second.until((state) => state.situation.status === 'paused' || isStanding(state));
    if ((await second.engine.state(run))?.situation.status === 'paused') await second.send({ type: 'resume' });
    await second.send(answer);
    await second.until(has('completed'));
    assert.equal((await at.types()).filter((type) => type === 'question-asked').length, 1);
    assert.deepEqual(await at.toolCalls(), ['mcp__docs__find ok', 'mcp__docs__fly error', 'submit_artifact ok']);
  });

  it('fail the phase when they are refused, and a retry asks again', async () => {
    const living = await at.enter({ script, toolbox: carefulToolbox() });
    const run = await begin(at.house, living, { template });
    await living.until(isStanding);
    await living.send({ type: 'answer', call: `${run}/plan/1/0.1` as ToolCallId, answer: 'Deny' });
    const state = await living.until(has('failed'));
    assert.match(state.situation.status === 'failed' ? state.situation.failure.message : '', /You did not allow it/);
    await living.send({ type: 'retry', phase: template.phases[0]!.id, model: null });
    await living.until(isStanding);
    await living.send({ type: 'answer', call: `${run}/plan/2/0.1` as ToolCallId, answer: 'Allow' });
    await living.until(has('completed'));
  });

  it('fail the phase when they are not there, without asking', async () => {
    const living = await at.enter({ script, toolbox: { find: () => undefined, offer: async () => err(failed('not-found', 'The server "docs" is gone.')) } });
    await begin(at.house, living, { template });
    await living.until(has('failed'));
    assert.deepEqual((await at.types()).filter((type) => type === 'question-asked' || type === 'turn-ended'), []);
  });

  it('are ended with the engine', async () => {
    let closed = 0;
    const living = await at.enter({ script, toolbox: { ...carefulToolbox(), close: async () => { closed += 1; } } });
    await living.engine.close();
    assert.equal(closed, 1);
  });
});

describe('the rules of a project', () => {
  const at = scene();

  it('stand before the task of each phase, and are recorded with it', async () => {
    let asked = 0;
    const living = await at.enter({ script: { plan: [note], build: [note] }, preface: { text: async () => `<rules file="AGENTS.md">\nRule ${++asked}\n</rules>` } });
    await begin(at.house, living, { template: pipeline({ id: 'plan' }, { id: 'build', dependsOn: ['plan'] }) });
    await living.until(has('completed'));
    const opening = living.models['build']?.requests[0]?.messages[0];
    assert.match(opening?.role === 'user' ? opening.text : '', /^<rules file="AGENTS\.md">\nRule 2\n<\/rules>\n\n<artifact phase="plan">/);
  });
});

function carefulToolbox(): Toolbox {
  return {
    find: () => undefined,
    async offer({ approve }) {
      const isAllowed = await approve({ title: 'Start the server "docs"', detail: 'docs --stdio' });
      return isAllowed ? ok([fakeTool('mcp__docs__find', 'process')]) : err(failed('permission', 'You did not allow it.'));
    },
  };
}
