import assert from 'node:assert/strict';
import { failed } from '../../../src/engine/model/failure.ts';
import type { Message } from '../../../src/engine/model/message.ts';
import type { TurnRequest } from '../../../src/engine/ports/languageModel.ts';
import { fakeTool } from './fakeTools.ts';
import { answers, fails, type ScriptedTurn, someUsage } from './scriptedModel.ts';
import { finish, kinds, talk } from './talk.ts';

const long = 'A line of a long file. '.repeat(200);
const reading = fakeTool('read_file', undefined, async () => ({ outcome: 'ok', output: long }));
const reads = (path: string, inputTokens: number | null = null): ScriptedTurn => answers({ calls: [['read_file', path, `call-${path}`]], usage: { ...someUsage, inputTokens } });
const eight = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

describe('context window', () => {
  it('leaves a conversation alone while there is room, or where the window is not known', async () => {
    for (const contextTokens of [undefined, 1_000_000]) {
      const spoken = await talk([...eight.map((path) => reads(path)), finish], { tools: [reading], contextTokens });
      assert.doesNotMatch(kinds(spoken), /context-compacted/);
      assert.deepEqual(shortened(spoken.model.asked.at(-1)), []);
    }
  });

  it('sends old results in short when it is nearly full, and keeps the last four turns, the task and every call', async () => {
    const spoken = await talk([...eight.map((path) => reads(path)), finish], { tools: [reading], contextTokens: 9_000 });
    const [first] = spoken.events.filter((event) => event.type === 'context-compacted');
    assert.equal(first?.reason, 'near-limit');
    const asked = spoken.model.asked.at(-1) ?? [];
    assert.equal(asked[0]?.role, 'user');
    const results = asked.filter((message) => message.role === 'tool');
    assert.equal(results.length, eight.length);
    assert.ok(results.slice(-4).every(({ output }) => output === long), 'the latest are whole');
    const inShort = shortened(asked);
    assert.ok(inShort.length >= 3 && inShort.every((output) => output.length < 500 && output.includes(long.slice(0, 200))));
    assert.deepEqual(callIds(asked), results.map(({ callId }) => callId), 'calls and results match');
    assert.ok(spoken.messages.every((message) => message.role !== 'tool' || message.output === long || message.name !== 'read_file'), 'the conversation itself stays whole');
  });

  it('trusts what the vendor counted over its own estimate', async () => {
    const roomy = await talk([...eight.map((path) => reads(path, 100)), finish], { tools: [reading], contextTokens: 9_000 });
    assert.doesNotMatch(kinds(roomy), /context-compacted/);
    const tight = await talk([...eight.map((path) => reads(path, 8_000)), finish], { tools: [reading], contextTokens: 9_000 });
    assert.match(kinds(tight), /context-compacted/);
  });

  it('asks the vendor to count where the estimate leaves a doubt, once, and goes by its answer', async () => {
    for (const [tokens, isFull] of [[2_000, false], [8_000, true]] as const) {
      const counted: number[] = [];
      const countTokens = async ({ messages }: TurnRequest) => (counted.push(messages.length), tokens);
      const spoken = await talk([...eight.map((path) => reads(path)), finish], { tools: [reading], contextTokens: 9_000, countTokens });
      const compactions = spoken.events.filter((event) => event.type === 'context-compacted');
      assert.deepEqual(compactions.map((event) => event.counted), isFull ? counted.map(() => 8_000) : [], 'it says by whose count');
      assert.ok(counted.length > 0 && counted.length <= 4, `${counted.length} counts`);
      assert.ok((counted[0] ?? 0) >= 11, 'not while there is room, or nothing to shorten');
    }
  });

  it('goes by the estimate, and asks no more, where the vendor does not count', async () => {
    let asked = 0;
    const countTokens = async () => (asked++, null);
    const spoken = await talk([...eight.map((path) => reads(path)), finish], { tools: [reading], contextTokens: 9_000, countTokens });
    const compactions = spoken.events.filter((event) => event.type === 'context-compacted');
    assert.deepEqual([asked, compactions.length > 0, compactions.some((event) => 'counted' in event)], [1, true, false]);
  });

  it('shortens once more when the vendor refuses the request as too long, and asks again', async () => {
    const spoken = await talk([reads('a'), reads('b'), reads('c'), fails(failed('too-long', 'Too long.')), finish], { tools: [reading] });
    assert.equal(spoken.outcome.type, 'ended');
    const [compacted] = spoken.events.filter((event) => event.type === 'context-compacted');
    assert.deepEqual([compacted?.reason, compacted?.messages], ['too-long', [2, 4]]);
    assert.equal(shortened(spoken.model.asked.at(-1)).length, 2);
  });

  it('tells before which of the model\'s messages something changed', async () => {
    const spoken = await talk([reads('a'), reads('b'), reads('c'), fails(failed('too-long', 'Too long.')), reads('d'), finish], { tools: [reading], reasons: true });
    assert.deepEqual(spoken.model.requests.map(({ unbound }) => [...(unbound ?? [])]), [[], [], [], [], [3, 5], [3, 5]]);
  });

  it('drops signed reasoning once where the vendor finds the request wrong', async () => {
    const spoken = await talk([reads('a'), reads('b'), fails(failed('bad-input', 'The block is bound to a different conversation.')), reads('c'), finish], { tools: [reading], reasons: true });
    const compactions = spoken.events.filter((event) => event.type === 'context-compacted');
    assert.deepEqual(compactions.map(({ reason, messages }) => [reason, messages]), [['refused', [1, 3]]]);
    assert.deepEqual(spoken.model.asked.map((messages) => messages.filter((message) => message.role === 'assistant' && message.opaque !== undefined).length), [0, 1, 2, 0, 1]);
    const again = await talk([reads('a'), fails(failed('bad-input', 'No.')), fails(failed('bad-input', 'No.'))], { tools: [reading], reasons: true });
    assert.deepEqual(again.outcome.type === 'failed' && again.outcome.failure.kind, 'bad-input');
  });

  it('fails when there is nothing left to shorten', async () => {
    const spoken = await talk([fails(failed('too-long', 'Too long.'))], { tools: [reading] });
    assert.deepEqual(spoken.outcome.type === 'failed' && spoken.outcome.failure.kind, 'too-long');
  });

  it('begins with what an earlier process shortened', async () => {
    const messages: Message[] = [
      { role: 'user', text: 'Go.' },
      { role: 'assistant', text: '', calls: [{ id: 'x', name: 'read_file', input: 'a' }] },
      { role: 'tool', callId: 'x', name: 'read_file', output: long, isError: false },
    ];
    const spoken = await talk([finish], { tools: [reading], messages, compacted: new Map([[2, 3]]) });
    assert.equal(shortened(spoken.model.asked[0]).length, 1);
  });
});

function shortened(messages: readonly Message[] = []): readonly string[] {
  return messages.flatMap((message) => (message.role === 'tool' && message.output !== long ? [message.output] : []));
}

function callIds(messages: readonly Message[]): readonly string[] {
  return messages.flatMap((message) => (message.role === 'assistant' ? message.calls.map(({ id }) => id) : []));
}
