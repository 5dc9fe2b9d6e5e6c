import assert from 'node:assert/strict';
import { ok } from '../../../src/engine/base/result.ts';
import type { Fact } from '../../../src/engine/model/fact.ts';
import type { LanguageModels, TurnRequest } from '../../../src/engine/ports/languageModel.ts';
import { answers, scriptedModel, type ScriptedTurn, submits } from '../agent/scriptedModel.ts';
import { fakeTool } from '../agent/fakeTools.ts';
import { begin, has, type House, live, openHouse, quiet, replayAll } from './harness.ts';
import { pipeline } from './pipeline.ts';

const template = pipeline({ id: 'plan', tools: ['read_file'], review: { by: ['critic', 'second'], policy: 'gate' } }, { id: 'build', dependsOn: ['plan'] });
const tools = [fakeTool('read_file')];

/** Answers by what it is asked, so that any life goes on where the one before ended: the critic objects to the first version alone. */
function turnFor(reference: string, { messages }: TurnRequest): ScriptedTurn {
  const [opening] = messages;
  const said = opening?.role === 'user' ? opening.text : '';
  const isFirst = messages.every(({ role }) => role === 'user');
  if (reference === 'build') return submits({ title: 'Built' });
  if (reference === 'plan') return isFirst ? answers({ calls: [['read_file', 'a.ts']] }) : submits({ title: messages.some((message) => message.role === 'tool' && message.isError) ? 'A better plan' : 'A plan' });
  if (isFirst) return answers({ calls: [['read_file', `${reference}.ts`]] });
  const objects = reference === 'critic' && !said.includes('<opinion>');
  const findings = objects ? [{ id: 'F1', severity: 'major', pointer: '/title', title: 'The title says little', detail: 'Whoever reads only the title does not learn what is planned.' }] : [];
  return submits({ summary: 'The plan was read against the workspace, and this is what it comes to.', verdict: objects ? 'request-changes' : 'approve', findings });
}

const languageModels: LanguageModels = {
  resolve: async (reference) => ok(scriptedModel((request) => turnFor(reference, request), `scripted/${reference}`)),
};

/** After every fact at night, after some of them otherwise. */
const stride = process.env['PHASEGATE_FAULTS'] === 'all' ? 1 : 6;

describe('a reviewed run that is killed', function () {
  this.timeout(120_000);

  it('after any of its facts goes on to the same end, and no turn that was recorded is paid for again', async () => {
    const whole = await ended(await openHouse(), Infinity);
    assert.ok(whole.length > 50, `${whole.length} facts`);
    const turns = turnsOf(whole);
    for (let cut = 3; cut < whole.length; cut += stride) assert.deepEqual(turnsOf(await ended(await openHouse(), cut)), turns, `killed after fact ${cut}`);
  });
});

/** The facts of a run whose first life ends once so many of them are told; every one comes about again in a replay. */
async function ended(house: House, cut: number): Promise<readonly Fact[]> {
  try {
    const first = await live(house, { script: {}, tools, languageModels });
    const killing = first.engine.onAdvance(({ state }) => {
      if (state.seq >= cut) first.crash();
    });
    const run = await begin(house, first, { template });
    if (cut < Infinity) await quiet(250);
    else await first.until(has('completed'));
    killing.dispose();
    first.crash();
    const second = await live(house, { script: {}, tools, languageModels });
    if ((await second.engine.state(run))?.situation.status === 'paused') await second.send({ type: 'resume' });
    await second.until(has('completed'));
    await second.engine.close();
    await replayAll(house, tools);
    const [plan] = (await house.store.artifacts(run)).filter(({ type, phase }) => type === 'note' && phase === 'plan');
    assert.deepEqual(plan?.data, { title: 'A better plan' });
    return await house.store.facts(run);
  } finally {
    await house.close();
  }
}

/** Every turn that was paid for, by execution and number, in order: a turn paid twice stands here twice. */
function turnsOf(facts: readonly Fact[]): readonly string[] {
  return facts.flatMap(({ event, runId }) => (event.type === 'turn-ended' ? [`${event.execution.replace(runId, '')} turn ${event.turn}`] : [])).toSorted();
}
