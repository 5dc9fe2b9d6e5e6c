import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { builtInOutputs } from '../../../../src/engine/model/artifacts/builtInOutputs.ts';
import type { Json, JsonObject } from '../../../../src/engine/model/json.ts';
import { rehearsalModel } from '../../../../src/engine/providers/rehearsal/rehearsalModel.ts';
import { readTemplate, walkTemplate } from './templateWalk.ts';
import { answering, copySample, drive, testingFast, workspaceTools, type Drive, type Driven } from './workspaceTools.ts';

const model = rehearsalModel({ id: 'rehearsal/standard' });
const goal = 'Quantity discounts must start exactly at their threshold';
const prompt = `# Work\n\nGoal of this run:\n\n${goal}\n\nReach it.`;
const reading = ['list_files', 'find_files', 'read_file', 'search_text'];
const working = [...reading, 'edit_file', 'write_file', 'run_command'];
const changeSet = builtInOutputs['change-set'];
assert.ok(changeSet);
const schema = z.toJSONSchema(changeSet.schema) as JsonObject;
const judge = (data: Json): string | null => changeSet.check(data, {}).map(({ pointer, message }) => `${pointer || '/'}: ${message}`).join('\n') || null;

interface ChangeSet {
  readonly status: string;
  readonly changes: readonly { readonly path: string }[];
  readonly commands: readonly { readonly exitCode: number }[];
  readonly followUps: readonly string[];
}

describe('rehearsal', function () {
  this.timeout(60_000);
  let sample: ReturnType<typeof copySample>;
  beforeEach(() => {
    sample = copySample();
  });
  afterEach(() => sample.remove());

  const file = (path: string): string => readFileSync(join(sample.root, path), 'utf8');
  const work = async (more: Partial<Drive> = {}): Promise<Driven & { readonly result: ChangeSet }> => {
    const driven = await drive({ model, prompt, schema, judge, tools: testingFast(await workspaceTools(sample.root, working)), ...more });
    return { ...driven, result: driven.artifact as unknown as ChangeSet };
  };
  const edit = (path: string, from: string, to: string): void => {
    assert.ok(file(path).includes(from));
    writeFileSync(join(sample.root, path), file(path).replace(from, to));
  };
  const mendSample = (): void => edit('src/discount.js', 'quantity > minimum', 'quantity >= minimum');

  it('finds the failing test, mends its cause by running tests, and says what it did', async () => {
    const before = file('src/discount.js');
    const { result, turns } = await work({ tools: await workspaceTools(sample.root, working) });

    assert.equal(file('src/discount.js'), before.replace('quantity > minimum', 'quantity >= minimum'));
    assert.deepEqual([result.status, result.changes.map(({ path }) => path), result.commands.map(({ exitCode }) => exitCode), result.followUps], ['done', ['src/discount.js'], [1, 0], []]);
    assert.ok(turns <= 10, `${turns} turns`);
  });

  const slips: readonly (readonly [string, string, string, string])[] = [
    ['a comparison', 'src/invoice.js', 'quantity <= 0', 'quantity < 0'],
    ['an operator', 'src/invoice.js', 'total: net + tax', 'total: net - tax'],
    ['a connective', 'src/parseLines.js', "row !== '' && !row", "row !== '' || !row"],
    ['the day after', 'src/dueDate.js', 'today > dueDate', 'today >= dueDate'],
  ];
  for (const [title, path, right, wrong] of slips) {
    it(`mends a slip in ${title} (${wrong})`, async () => {
      mendSample();
      const good = file(path);
      edit(path, right, wrong);
      const { result, turns } = await work();

      assert.equal(result.status, 'done', JSON.stringify(result));
      assert.equal(file(path), good);
      assert.ok(turns < 24);
    });
  }

  it('leaves the files as they were when no small change helps, and says so', async () => {
    edit('src/discount.js', 'return tier ? tier.percent : 0;', "return 'none';");
    const before = [file('src/discount.js'), file('src/money.js')];
    const { result, turns } = await work();

    assert.deepEqual([file('src/discount.js'), file('src/money.js')], before);
    assert.deepEqual([result.status, result.changes], ['partial', []]);
    assert.match(result.followUps[0] ?? '', /still fail/);
    assert.ok(turns < 24, `${turns} turns`);
  });

  it('makes another small edit each time where all is well, until nothing is left to explain', async () => {
    mendSample();
    const seen = new Set<string>();
    for (let round = 0; round < 3; round += 1) {
      const { result } = await work();
      assert.deepEqual([result.status, result.changes.length], ['done', 1]);
      seen.add(JSON.stringify(result.changes));
    }

    assert.equal(seen.size, 3);
    assert.match(file('src/money.js'), /\/\*\* .* \*\/\nexport function formatAmount/);
  });

  it('keeps a note where there is no code to work on, and no note twice', async () => {
    for (const path of ['src', 'test', 'package.json']) rmSync(join(sample.root, path), { recursive: true });
    await work();
    const notes = file('NOTES.md');
    const { result } = await work();

    assert.match(notes, new RegExp(`^# Notes\n\n- ${goal} \\(looked at README\\.md`));
    assert.equal(file('NOTES.md'), notes);
    assert.equal(result.status, 'blocked');
  });

  it('ends when everything is denied, and claims nothing', async () => {
    const denied = { output: 'Not allowed: the phase may not do this.', isError: true };
    const tools = working.reduce((all, name) => answering(all, name, denied), await workspaceTools(sample.root, working));
    const { result, turns } = await work({ tools });

    assert.deepEqual([result.status, result.changes, result.commands], ['blocked', [], []]);
    assert.ok(result.followUps.some((text) => text.includes('Not allowed')));
    assert.ok(turns <= 10);
  });

  it('does not try again what was denied once', async () => {
    const tools = answering(testingFast(await workspaceTools(sample.root, working)), 'edit_file', { output: 'Not allowed: no.', isError: true });
    const { result, calls } = await work({ tools });

    assert.equal(calls.filter(({ name }) => name === 'edit_file').length, 1);
    assert.equal(result.status, 'partial');
  });

  it('works without any tool but the one that ends the phase', async () => {
    const { result, turns } = await work({ tools: [] });

    assert.deepEqual([turns, result.status], [1, 'blocked']);
  });

  it('stops with words where nothing can be handed in', async () => {
    const events = [];
    for await (const event of model.streamTurn({ system: '', messages: [{ role: 'user', text: prompt }], tools: [], maxOutputTokens: 10, seed: 1 }, new AbortController().signal)) events.push(event);

    assert.deepEqual(events.at(-1)?.type === 'turn-end' && events.at(-1), events.at(-1));
    assert.ok(events.length > 1);
  });

  it('asks a person once where that is offered, and uses the answer', async () => {
    const log = builtInOutputs['decision-log'];
    assert.ok(log);
    const { artifact, calls } = await drive({ model, prompt, schema: z.toJSONSchema(log.schema) as JsonObject, judge: (data) => JSON.stringify(log.check(data, {})).replace(/^\[\]$/, '') || null, tools: await workspaceTools(sample.root, [...reading, 'ask_user']) });

    assert.equal(calls.filter(({ name }) => name === 'ask_user').length, 1);
    assert.match(JSON.stringify(artifact), /Keep it small, please/);
  });

  it('names only files that exist', async () => {
    for (const [name, output] of Object.entries(builtInOutputs)) {
      const { artifact } = await drive({ model, prompt, schema: z.toJSONSchema(output.schema) as JsonObject, tools: await workspaceTools(sample.root, reading) });
      const paths = JSON.stringify(artifact).match(/\b(?:src|test)\/[\w.]+\.js\b/g) ?? [];

      assert.deepEqual(output.check(artifact ?? null, {}), [], name);
      assert.ok(paths.length > 0 || name === 'change-set', name);
      for (const path of paths) assert.doesNotThrow(() => file(path), `${name} names ${path}`);
    }
  });

  it('corrects what is turned down and hands it in again', async () => {
    const own: JsonObject = { type: 'object', properties: { owner: { type: 'string' }, level: { enum: ['one', 'two'] }, extra: { type: 'string' } }, required: ['owner', 'level'], additionalProperties: false };
    const complaints = [
      'Rejected, 3 issues:\n/owner: refers to the person "x", which does not exist. Known ids: anna, ben.\n/level: must be "two" on Mondays\n/extra: is not wanted here, so leave the field out\nAttempts left: 2.',
      null,
    ];
    let offered = 0;
    const { artifact } = await drive({ model, prompt, schema: own, tools: [], judge: () => complaints[offered++] ?? null });

    assert.deepEqual(artifact, { owner: 'anna', level: 'two' });
  });

  it('fills schemas of a template’s own with true statements, and its references with ids that exist', async () => {
    const risk = { type: 'object', properties: { id: { type: 'string' }, title: { type: 'string' }, path: { type: 'string' } }, required: ['id', 'title', 'path'] };
    const own: JsonObject = {
      type: 'object',
      properties: { overview: { type: 'string', minLength: 40 }, risks: { type: 'array', items: risk, minItems: 2 }, measures: { type: 'array', items: { type: 'object', properties: { riskId: { type: 'string' }, what: { type: 'string' } }, required: ['riskId', 'what'] } } },
      required: ['overview', 'risks', 'measures'],
    };
    const { artifact } = await drive({ model, prompt, schema: { type: 'object', properties: { artifact: own }, required: ['artifact'], additionalProperties: false }, tools: await workspaceTools(sample.root, reading) });
    const { overview, risks, measures } = (artifact as unknown as { artifact: { overview: string; risks: { id: string; path: string }[]; measures: { riskId: string }[] } }).artifact;

    assert.match(overview, /src\//);
    assert.deepEqual(risks.map(({ id }) => id), ['R1', 'R2']);
    for (const { path } of risks) assert.doesNotThrow(() => file(path));
    assert.ok(measures.length > 0 && measures.every(({ riskId }) => risks.some(({ id }) => id === riskId)));
  });

  it('does the same for the same seed, to the byte', async () => {
    const tools = answering(await workspaceTools(sample.root, working), 'run_command', { output: 'exit code 1.\nnot ok 1 - a tier begins at its threshold', isError: true });
    const before = file('src/discount.js');
    const first = await work({ tools });
    const second = await work({ tools });

    assert.equal(file('src/discount.js'), before);
    assert.ok(first.calls.some(({ name }) => name === 'edit_file'));
    assert.deepEqual(second.events, first.events);
  });

  it('costs nothing, and ends when it is cancelled', async () => {
    const { events } = await work({ tools: [] });
    const ending = events.at(-1);
    const control = new AbortController();
    control.abort();
    const cancelled = [];
    for await (const event of model.streamTurn({ system: '', messages: [{ role: 'user', text: prompt }], tools: [], maxOutputTokens: 10, seed: 1 }, control.signal)) cancelled.push(event);

    assert.ok(ending?.type === 'turn-end' && ending.usage.costUsd === 0 && (ending.usage.inputTokens ?? 0) > 0);
    assert.deepEqual(cancelled.map((event) => event.type === 'turn-failed' && event.failure.kind), ['cancelled']);
  });

  it('takes its time only where it is given one', async () => {
    let waits = 0;
    const slow = rehearsalModel({ id: 'rehearsal/slow', pace: async () => void (waits += 1) });
    const { events } = await work({ model: slow, tools: [] });

    assert.equal(waits, events.filter(({ type }) => type === 'text-delta').length);
    assert.ok(waits > 1);
  });

  for (const name of ['compound.json', 'quick-fix.json']) {
    it(`walks ${name} from end to end in the sample, without a single rejection`, async () => {
      const { walked } = await walkTemplate(readTemplate(name), sample.root, goal);

      for (const { phase, artifact, rejections } of walked) {
        assert.deepEqual(rejections, [], phase);
        assert.ok(artifact !== undefined, phase);
      }
      assert.match(file('src/discount.js'), /quantity >= minimum/);
    });
  }
});
