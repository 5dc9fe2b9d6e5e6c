import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ok } from '../../../src/engine/base/result.ts';
import type { RunCommand } from '../../../src/engine/model/command.ts';
import { failed } from '../../../src/engine/model/failure.ts';
import type { PhaseId, RunId } from '../../../src/engine/model/ids.ts';
import { dependenciesOf, type OutputDefinition } from '../../../src/engine/model/template.ts';
import type { LanguageModels } from '../../../src/engine/ports/languageModel.ts';
import { outputSchemas } from '../../../src/engine/phase/outputSchemas.ts';
import { advance } from '../../../src/engine/workflow/replay.ts';
import { initialState } from '../../../src/engine/workflow/transition.ts';
import { isSettled, phaseOf } from '../../../src/engine/workflow/step.ts';
import { toRunView } from '../../../src/engine/workflow/view.ts';
import type { RunState } from '../../../src/engine/workflow/state.ts';
import { askTool, fakeTool } from '../agent/fakeTools.ts';
import { answers, fails, scriptedModel, type ScriptedTurn, submits } from '../agent/scriptedModel.ts';
import { randomTemplate } from '../workflow/randomTemplates.ts';
import { type House, isStanding, live, type Living, openHouse, quiet, replayOne } from './harness.ts';

/** A few whole runs in every test run, always the same; a night takes hundreds of others. */
const wanted = process.env['PHASEGATE_SEQUENCES'];
const sequences = Math.ceil(Number(wanted ?? 400) / 100);

const output: OutputDefinition = { type: 'note', schema: { type: 'object', properties: { n: { type: 'integer', maximum: 3 }, items: { type: 'array' } }, required: ['n'], additionalProperties: false } };

/** What a person, or bad luck, does next; `pick` chooses among what there is. */
const deed = fc.record({ kind: fc.constantFrom('offered', 'offered', 'offered', 'any', 'twice', 'crash', 'wait'), pick: fc.nat(1_000), ticks: fc.nat(25) });
type Deed = Parameters<Parameters<typeof deed.map>[0]>[0];

const tools = [fakeTool('read_file'), fakeTool('write_file', 'workspace'), askTool()];

describe('whole runs, with models, people and crashes that do whatever they like', function () {
  this.timeout(20_000 + sequences * 2_000);
  let house: House;
  beforeEach(async () => { house = await openHouse(); });
  afterEach(() => house.close());

  it(`stay legal, keep their artifacts valid, and can be brought to an end, over ${sequences} sequences`, async () => {
    await fc.assert(fc.asyncProperty(randomTemplate, fc.integer({ min: 1, max: 1_000_000 }), fc.array(deed, { maxLength: 25, size: 'max' }), async (sketch, seed, deeds) => {
      const template = { ...sketch, phases: sketch.phases.map((phase) => ({ ...phase, output, attempts: 2, tools: [...(phase.tools ?? []), 'ask_user'] })) };
      const actors = cast(seed);
      let living = await enter(actors);
      const run = await living.engine.createRun({ project: house.project, template, inputs: { goal: 'test' }, isAuto: seed % 2 === 0, maxParallel: 3, model: null });
      for (const next of deeds) {
        if (next.kind === 'crash') {
          living.crash();
          // What was on its way to the disk arrives before anybody reads.
          await quiet(40);
          living = await enter(actors);
        } else await act(living, run, next);
        await quiet(next.ticks);
      }
      await bringToAnEnd(living, run);
      await checkHistory(run);
      await living.engine.stop();
      await replayOne(house, tools, run);
    }), { numRuns: sequences, endOnFailure: true, ...(wanted === undefined && { seed: 7 }) });
  });

  const enter = (languageModels: LanguageModels): Promise<Living> => live(house, { script: {}, tools, languageModels, maxActiveRuns: 1_000_000 });

  async function act({ engine }: Living, run: RunId, { kind, pick }: Deed): Promise<void> {
    const state = await engine.state(run);
    assert(state, 'the run is there');
    const choices = kind === 'any' ? [...offered(state), ...illegal(state)] : offered(state);
    const command = choices[pick % Math.max(1, choices.length)];
    if (!command || kind === 'wait') return;
    await Promise.all([command, ...(kind === 'twice' ? [command] : [])].map((sent) => engine.send(run, sent)));
  }

  /** By what the view offers alone: there must always be a way on. */
  async function bringToAnEnd({ engine }: Living, run: RunId): Promise<void> {
    for (let step = 0; step < 200; step += 1) {
      const state = await engine.state(run);
      assert(state, 'the run is there');
      if (state.situation.status === 'completed' || state.situation.status === 'cancelled') return;
      if (state.situation.status === 'created' || isStanding(state)) {
        const way = offered(state).find(({ type }) => ['start', 'resume', 'continue', 'answer', 'skip'].includes(type) && !(type === 'skip' && !isStuck(state)));
        assert(way, `there is no way on: ${JSON.stringify(toRunView(state))}`);
        const result = await engine.send(run, way);
        assert.ok(result.ok, `what is offered is refused: ${way.type}: ${result.ok ? '' : result.error.message}`);
      }
      await quiet(20);
    }
    assert.fail('the run does not come to its end');
  }

  async function checkHistory(run: RunId): Promise<void> {
    const [first, ...facts] = await house.store.facts(run);
    assert(first);
    let state = initialState(first);
    for (const fact of facts) {
      if (fact.event.type === 'phase-started') assertReady(state, fact.event.phase);
      state = advance(state, fact);
    }
    const contract = await outputSchemas().compile(output);
    assert(contract.ok);
    const artifacts = new Map((await house.store.artifacts(run)).map((artifact) => [artifact.id, artifact]));
    for (const [id, { situation, loop }] of Object.entries(state.phases)) {
      if (situation.status !== 'completed') continue;
      const artifact = artifacts.get(situation.artifact.id);
      assert(artifact, `${id} is completed and has its artifact`);
      const data = loop && Array.isArray(artifact.data) ? artifact.data : [artifact.data];
      assert.ok(artifact.isForced || data.every((item) => contract.value.check(item, {}).length === 0), `${id} has ${JSON.stringify(artifact.data)}`);
    }
    assert.deepEqual(house.logged, []);
  }
});

function assertReady(state: RunState, phase: PhaseId): void {
  const definition = state.template.phases.find(({ id }) => id === phase);
  assert(definition);
  for (const id of dependenciesOf(definition)) assert.ok(isSettled(phaseOf(state, id)?.situation ?? { status: 'pending' }), `${phase} started before ${id}`);
}

function isStuck({ phases }: RunState): boolean {
  return Object.values(phases).some(({ situation }) => situation.status === 'failed' || (situation.status === 'waiting' && situation.wait.reason === 'decision'));
}

/** What the view says may be done now, but for cancelling, which would end it all. */
function offered(state: RunState): readonly RunCommand[] {
  const { run, phases } = toRunView(state);
  const ofRun = run.commands.flatMap((command): readonly RunCommand[] => (command === 'start' || command === 'continue' || command === 'pause' || command === 'resume' ? [{ type: command }] : command === 'set-auto' ? [{ type: command, isAuto: !state.isAuto }] : command === 'rollback' ? state.checkpoints.map(({ checkpoint }) => ({ type: command, checkpoint })) : []));
  const ofPhases = phases.flatMap(({ id: phase, wait, status, commands }) => commands.flatMap((command): readonly RunCommand[] => {
    if (command === 'retry') return [{ type: command, phase, model: null }];
    if (command === 'steer') return [{ type: command, phase, text: 'A word.' }];
    if (command === 'accept') return [{ type: command, phase, data: { n: 1 }, isForced: false }, { type: command, phase, data: 'forced', isForced: true }];
    if (command === 'answer' && wait && 'question' in wait) return [{ type: command, call: wait.question.call, answer: 'Blue' }];
    return command === 'skip' && status !== 'pending' ? [{ type: command, phase }] : [];
  }));
  return [...ofRun, ...ofPhases];
}

function illegal({ phases }: RunState): readonly RunCommand[] {
  return [{ type: 'start' }, { type: 'resume' }, { type: 'continue' }, ...Object.keys(phases).flatMap((id): readonly RunCommand[] => [{ type: 'retry', phase: id as PhaseId, model: null }, { type: 'accept', phase: id as PhaseId, data: { n: 9 }, isForced: false }])];
}

/** Models that read, write, ask, submit well or badly, stop, or fail. */
function cast(seed: number): LanguageModels {
  let state = seed;
  const random = (below: number): number => (state = (state * 48_271) % 2_147_483_647) % below;
  const turns: readonly (() => ScriptedTurn)[] = [
    () => submits({ n: random(4), items: Array.from({ length: random(4) }, (_, index) => index) }), () => submits({ n: 2, items: [1] }), () => submits({ n: random(4) }),
    () => submits({ n: 7 }), () => answers({ text: 'Done.' }), () => answers({ calls: [['read_file', random(100)]] }), () => answers({ calls: [['write_file', random(100)], ['read_file', random(100)]] }),
    () => answers({ calls: [['ask_user', 'Which?']] }), () => fails(failed('refused', 'No.')),
  ];
  return { resolve: async () => ok(scriptedModel(() => (turns[random(turns.length)] ?? turns[0] ?? assert.fail())(), 'random/one')) };
}
