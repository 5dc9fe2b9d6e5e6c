import assert from 'node:assert/strict';
import type { ModelToolCall } from '../../../../src/engine/model/message.ts';
import type { TurnRequest } from '../../../../src/engine/ports/languageModel.ts';
import { startFaultServer } from '../../../servers/faultServer.ts';
import { chatWire, chunk, done } from '../../../servers/wire/chatWire.ts';
import { answered, callsOf, collect, endOf, failureOf, never, request, textOf } from '../conformance/ask.ts';

/** Pieces of calls as `tool_calls` of successive chunks. */
async function callsFrom(...deltas: readonly (readonly object[])[]): Promise<readonly ModelToolCall[]> {
  const { events } = await answered(chatWire, { body: [...deltas.map((tool_calls) => chunk({ tool_calls })), chunk({}, 'tool_calls'), done] });
  return callsOf(events);
}

const a = { name: 'read_file', arguments: '{"path":"a"}' };
const b = { name: 'read_file', arguments: '{"path":"b"}' };

/** What servers with partial support really send. */
describe('servers of Chat Completions', () => {
  it('leave out the ids', async () => {
    const calls = await callsFrom([{ index: 0, function: a }], [{ index: 1, function: b }]);

    assert.deepEqual(calls.map(({ input }) => input), [{ path: 'a' }, { path: 'b' }]);
    assert.equal(new Set(calls.map(({ id }) => id)).size, 2);
    assert.ok(calls.every(({ id }) => id !== ''));
  });

  it('leave out the index', async () => {
    const calls = await callsFrom([{ id: 'x', function: { name: 'read_file', arguments: '{"pa' } }], [{ id: 'y', function: b }], [{ id: 'x', function: { arguments: 'th":"a"}' } }]);

    assert.deepEqual(calls, [{ id: 'x', name: 'read_file', input: { path: 'a' } }, { id: 'y', name: 'read_file', input: { path: 'b' } }]);
  });

  it('leave out both', async () => {
    assert.deepEqual((await callsFrom([{ function: a }, { function: b }])).map(({ input }) => input), [{ path: 'a' }, { path: 'b' }]);
    assert.deepEqual((await callsFrom([{ function: { name: 'read_file', arguments: '' } }], [{ function: { arguments: '{"path":' } }], [{ function: { arguments: '"a"}' } }])).map(({ input }) => input), [{ path: 'a' }]);
  });

  it('give every call the index 0', async () => {
    const calls = await callsFrom([{ index: 0, id: 'x', function: { name: 'read_file', arguments: '' } }], [{ index: 0, function: { arguments: '{"path":"a"}' } }], [{ index: 0, id: 'y', function: b }]);

    assert.deepEqual(calls.map(({ id, input }) => [id, input]), [['x', { path: 'a' }], ['y', { path: 'b' }]]);
  });

  it('repeat id and name with every piece', async () => {
    const calls = await callsFrom([{ index: 0, id: 'x', function: { name: 'read_file', arguments: '{"path"' } }], [{ index: 0, id: 'x', function: { name: 'read_file', arguments: ':"a"}' } }]);

    assert.deepEqual(calls, [{ id: 'x', name: 'read_file', input: { path: 'a' } }]);
  });

  it('send a whole call once more when it is complete', async () => {
    assert.deepEqual(await callsFrom([{ index: 0, id: 'x', function: a }], [{ index: 0, id: 'x', function: a }]), [{ id: 'x', name: 'read_file', input: { path: 'a' } }]);
    assert.deepEqual(await callsFrom([{ index: 0, id: 'x', function: a }], [{ index: 1, id: 'x', function: a }]), [{ id: 'x', name: 'read_file', input: { path: 'a' } }]);
  });

  it('use one id for two calls', async () => {
    const calls = await callsFrom([{ index: 0, id: 'x', function: a }], [{ index: 1, id: 'x', function: b }]);

    assert.deepEqual(calls.map(({ input }) => input), [{ path: 'a' }, { path: 'b' }]);
    assert.equal(new Set(calls.map(({ id }) => id)).size, 2);
  });

  it('send arguments as an object, or not at all', async () => {
    assert.deepEqual(await callsFrom([{ index: 0, id: 'x', function: { name: 'read_file', arguments: { path: 'a' } } }]), [{ id: 'x', name: 'read_file', input: { path: 'a' } }]);
    assert.deepEqual(await callsFrom([{ index: 0, id: 'x', function: { name: 'list' } }]), [{ id: 'x', name: 'list', input: {} }]);
  });

  it('say "stop" although they call, and "tool_calls" although they do not', async () => {
    const calling = await answered(chatWire, { body: [chunk({ tool_calls: [{ index: 0, id: 'x', function: a }] }), chunk({}, 'stop'), done] });
    const silent = await answered(chatWire, { body: [chunk({ content: 'Hm' }), chunk({}, 'tool_calls'), done] });

    assert.deepEqual([endOf(calling.events).reason, endOf(silent.events).reason], ['tool-calls', 'stop']);
  });

  it('answer with one document instead of a stream', async () => {
    const whole = { id: 'c', object: 'chat.completion', choices: [{ index: 0, finish_reason: 'tool_calls', message: { role: 'assistant', content: 'Reading.', tool_calls: [{ id: 'x', type: 'function', function: a }] } }], usage: { prompt_tokens: 3, completion_tokens: 2 } };
    const headers = { 'content-type': 'application/json' };
    const { events } = await answered(chatWire, { headers, body: [JSON.stringify(whole, null, 2)] });
    const cutOff = await failureOf(chatWire, { headers, body: [JSON.stringify(whole).slice(0, -20)] });
    const error = await failureOf(chatWire, { headers, body: ['{"error":{"message":"model \\"x\\" is loading","code":503}}'] });

    assert.equal(textOf(events), 'Reading.');
    assert.deepEqual(callsOf(events), [{ id: 'x', name: 'read_file', input: { path: 'a' } }]);
    assert.equal(endOf(events).usage.inputTokens, 3);
    assert.deepEqual([cutOff.kind, cutOff.isRetryable, error.kind], ['malformed', true, 'overloaded']);
  });

  it('end without [DONE] and without usage', async () => {
    const { events } = await answered(chatWire, { body: [chunk({ content: 'Hi' }), chunk({}, 'stop')] });

    assert.deepEqual(events, [{ type: 'text-delta', text: 'Hi' }, { type: 'turn-end', reason: 'stop', usage: { inputTokens: null, outputTokens: null, cachedTokens: null, costUsd: null } }]);
  });

  it('refuse in a field of its own', async () => {
    const { events } = await answered(chatWire, { body: [chunk({ refusal: 'I will not.' }), chunk({}, 'stop'), done] });

    assert.deepEqual([textOf(events), endOf(events).reason], ['I will not.', 'refused']);
  });

  it('explain errors in many shapes', async () => {
    const shapes = ['{"error":"model \'x\' not found"}', '{"detail":"Not Found"}', '{"object":"error","message":"no such model","type":"NotFoundError","code":404}', '{"error":{"message":"nope","code":"model_not_found"}}'];
    for (const body of shapes) {
      const failure = await failureOf(chatWire, { status: 404, headers: { 'content-type': 'application/json' }, body: [body] });
      assert.equal(failure.kind, 'not-found');
      assert.match(failure.message, /not found|no such model|nope/i);
    }
  });

  for (const field of ['reasoning_content', 'reasoning']) {
    it(`stream reasoning as ${field}, and get it back with the calls it led to`, async () => {
      const server = await startFaultServer(() => ({ body: [chunk({ [field]: 'First ' }), chunk({ [field]: 'read.' }), chunk({ tool_calls: [{ index: 0, id: 'x', function: a }] }), chunk({}, 'tool_calls'), done] }));
      const model = chatWire.modelAt(server.url);
      const events = await collect(model.streamTurn(request, never));
      const { opaque } = endOf(events);
      assert.ok(opaque !== undefined);
      assert.equal(textOf(events), '');
      const messages: TurnRequest['messages'] = [...request.messages, { role: 'assistant', text: '', calls: [...callsOf(events)], opaque }, { role: 'user', text: 'Mind the tests' }, { role: 'tool', callId: 'x', name: 'read_file', output: 'text', isError: false }];
      await collect(model.streamTurn({ ...request, messages }, never));
      await server.close();

      assert.deepEqual((server.requests[1]!.body as { messages: unknown }).messages, [
        { role: 'system', content: 'You work.' },
        { role: 'user', content: 'Hello' },
        { role: 'assistant', content: null, [field]: 'First read.', tool_calls: [{ id: 'x', type: 'function', function: { name: 'read_file', arguments: '{"path":"a"}' } }] },
        { role: 'tool', tool_call_id: 'x', content: 'text' },
        { role: 'user', content: 'Mind the tests' },
      ]);
    });
  }

  it('are asked at /v1 unless the address has a path', async () => {
    const server = await startFaultServer(() => ({ body: chatWire.turn({ text: ['Hi'] }) }));
    for (const path of ['', '/', '/v1', '/api/v2/']) await collect(chatWire.modelAt(server.url + path).streamTurn(request, never));
    await server.close();

    assert.deepEqual(server.requests.map(({ path }) => path), ['/v1/chat/completions', '/v1/chat/completions', '/v1/chat/completions', '/api/v2/chat/completions']);
  });
});
