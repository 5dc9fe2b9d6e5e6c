import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { redaction } from '../../src/engine/base/redaction.ts';
import { err } from '../../src/engine/base/result.ts';
import { failed, failureKind } from '../../src/engine/model/failure.ts';
import type { LiveSignal } from '../../src/engine/model/signal.ts';
import { exportRun, exportText } from '../../src/engine/runtime/exportRun.ts';
import type { Tool } from '../../src/engine/ports/tool.ts';
import { askTool, done, fakeTool } from '../engine/agent/fakeTools.ts';
import { answers, fails, type ScriptedTurn, sendsBroken, submits } from '../engine/agent/scriptedModel.ts';
import { type House, isStanding, type Life, live, openHouse } from '../engine/runtime/harness.ts';
import { pipeline } from '../engine/runtime/pipeline.ts';

/** A key of this host, in quotes that JSON changes. Nothing recognises it by its shape. */
const canary = 'canary"key/7+b3f9';
const shaped = 'sk-ant-api03-canary0123456789abcdef';
const forms = [canary, JSON.stringify(canary).slice(1, -1), JSON.stringify(JSON.stringify(canary)).slice(3, -3), encodeURIComponent(canary), Buffer.from(canary).toString('base64'), shaped, 'b3f9', 'canary0123456789'];

const both = `${canary} ${shaped}`;
const long = `${'line\n'.repeat(3_000)}${both}\n${'line\n'.repeat(40_000)}`;

const leaky = fakeTool('leak', 'none', async (input, context) => {
  context.progress(both);
  if (input === 'throw') throw new Error(both);
  return input === 'long' ? { outcome: 'ok', output: both, whole: long } : done(`env: ${both} ${encodeURIComponent(canary)} ${Buffer.from(canary).toString('base64')}`);
});
const refusing: Tool = { ...fakeTool('leak'), prepare: async () => err({ type: 'refused', message: both }) };
const wrong: Tool = { ...fakeTool('leak'), prepare: async () => err({ type: 'bad-input', issues: [{ pointer: `/${canary}`, message: both }] }) };
const breaking: Tool = { ...fakeTool('leak'), prepare: () => Promise.reject(new Error(both)) };

const note = submits({ title: 'A note' });
const uses = (input: string): ScriptedTurn => answers({ calls: [['leak', input]] });

/** By the path that a key could take. */
const paths: Readonly<Record<string, Partial<Life> & { readonly plan: readonly ScriptedTurn[] }>> = {
  'what a tool answers': { plan: [uses('say'), note], tools: [leaky] },
  'a long output': { plan: [uses('long'), note], tools: [leaky] },
  'a tool that throws': { plan: [uses('throw'), note], tools: [leaky] },
  'a tool that refuses': { plan: [uses('x'), note], toolbox: { find: () => refusing } },
  'a tool whose input is wrong': { plan: [uses('x'), note], toolbox: { find: () => wrong } },
  'a tool that breaks before it begins': { plan: [uses('x'), note], toolbox: { find: () => breaking } },
  'permission that breaks': { plan: [uses('x'), note], tools: [leaky], permission: { decide: () => Promise.reject(new Error(both)) } },
  'permission that denies': { plan: [uses('x'), note], tools: [leaky], permission: { decide: () => ({ type: 'deny', reason: canary }) } },
  'tools that cannot be had': { plan: [note], toolbox: { find: () => undefined, offer: async () => err(failed('not-found', both)) } },
  'tools that break': { plan: [note], toolbox: { find: () => undefined, offer: () => Promise.reject(new Error(both)) } },
  'a model that cannot be had': { plan: [], languageModels: { resolve: async () => err(failed('auth', both)) } },
  'a model that throws': { plan: [() => { throw new Error(both); }] },
  'words of the model': { plan: [answers({ text: `I saw ${canary}.` }), answers({ text: canary }), note] },
  'words in pieces, then a failure': { plan: [async function* () {
    for (const piece of canary) yield { type: 'text-delta', text: piece };
    yield { type: 'turn-failed', failure: failed('auth', both) };
  }] },
  'arguments of the model': { plan: [answers({ calls: [['leak', { [canary]: [canary] }], ['nothing', canary], [canary, 1]] }), note], tools: [leaky] },
  'arguments that are no JSON': { plan: [sendsBroken('leak', `{"a": "${canary}`), note], tools: [leaky] },
  'an artifact': { plan: [submits({ title: canary })] },
  'a rejected artifact': { plan: [submits({ title: [canary] }), submits({ [canary]: 1 }), submits({ wrong: canary })] },
  'a question': { plan: [answers({ calls: [['ask_user', { question: canary }]] }), note], tools: [askTool()] },
  ...Object.fromEntries(failureKind.options.map((kind) => [`a failure of the kind ${kind}`, { plan: [fails(failed(kind, both), `partly ${canary}`)] }])),
};

describe('security: a key of this host is nowhere', () => {
  let house: House;
  beforeEach(async () => {
    house = await openHouse();
  });
  afterEach(() => house.close());

  it('leaves in no export, whatever an earlier version or another host had stored', async () => {
    const living = await live(house, { script: { plan: [uses('say'), note] }, tools: [leaky] });
    const run = await living.engine.createRun({ project: house.project, inputs: { goal: both }, isAuto: true, maxParallel: 4, model: null, template: pipeline({ id: 'plan', tools: ['leak'] }) });
    const exported = await exportRun(house.store, run);
    assert.ok(exported && JSON.stringify(exported).includes('b3f9'));
    const text = exportText(exported, redaction(() => [canary]));
    assert.deepEqual(forms.filter((form) => text.includes(form)), []);
    assert.deepEqual(Object.keys(JSON.parse(text) as object), Object.keys(exported));
    await living.engine.stop();
  });

  for (const [name, { plan, ...life }] of Object.entries(paths)) {
    it(`after ${name}`, async () => {
      const living = await live(house, { script: { plan }, redaction: redaction(() => [canary]), ...life });
      const signals: LiveSignal[] = [];
      living.engine.onSignal((signal) => signals.push(signal));
      const run = await living.engine.createRun({ project: house.project, inputs: { goal: `Use ${canary}.` }, isAuto: true, maxParallel: 4, model: null, template: pipeline({ id: 'plan', tools: ['leak', 'ask_user'] }) });
      await living.send({ type: 'start' }, run);
      const standing = await living.until((state) => isStanding(state) || state.phases['plan' as keyof typeof state.phases]?.situation.status === 'waiting');
      const situation = Object.values(standing.phases)[0]?.situation;
      if (situation?.status === 'waiting' && 'question' in situation.wait) await living.engine.send(run, { type: 'answer', call: situation.wait.question.call, answer: `Take ${canary}.` });
      await living.engine.send(run, { type: 'cancel' });
      await living.engine.stop();
      const exported = JSON.stringify(await exportRun(house.store, run));
      const said = signals.filter(({ type }) => type === 'text-delta').map(({ text }) => text).join('');
      const asked = Object.values(living.models).flatMap(({ requests }) => requests.map((request) => JSON.stringify(request)));
      const places = { told: JSON.stringify(living.told), signals: JSON.stringify(signals), said, exported, ...Object.fromEntries(asked.map((text, index) => [`request ${index + 1}`, text])), ...stored(house.folder) };
      const found = Object.entries(places).flatMap(([place, text]) => forms.filter((form) => text.includes(form)).map((form) => `${place}: ${form}`));
      assert.deepEqual(found, []);
      assert.ok(exported.includes('[redacted]'), 'it was there to be taken out');
    });
  }
});

/** Every file of the store, compressed ones expanded. */
function stored(folder: string): Readonly<Record<string, string>> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(files.map((file) => [file.slice(folder.length), textOf(readFileSync(file))]));
}

function textOf(bytes: Buffer): string {
  return (bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes).toString('latin1');
}
