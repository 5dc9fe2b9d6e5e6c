import assert from 'node:assert/strict';
import type { TurnRequest } from '../../../../src/engine/ports/languageModel.ts';
import { toParams } from '../../../../src/engine/providers/openai/responses/toParams.ts';
import { startFaultServer } from '../../../servers/faultServer.ts';
import { chatWire } from '../../../servers/wire/chatWire.ts';
import { lastEvent, responseEvent, responsesWire } from '../../../servers/wire/responsesWire.ts';
import { answered, callsOf, collect, endOf, never, request, textOf } from '../conformance/ask.ts';

const call = { type: 'function_call', id: 'fc_1', call_id: 'x', name: 'read_file', arguments: '{"path":"a"}', status: 'completed' };
const message = { type: 'message', id: 'm', role: 'assistant', status: 'completed', content: [{ type: 'output_text', text: 'Reading.', annotations: [] }] };

describe('servers of Responses', () => {
  it('say everything in the last event only', async () => {
    const { events } = await answered(responsesWire, { body: [lastEvent('completed', [message, call], null)] });

    assert.equal(textOf(events), 'Reading.');
    assert.deepEqual(callsOf(events), [{ id: 'x', name: 'read_file', input: { path: 'a' } }]);
  });

  it('say whole items without their pieces', async () => {
    const { events } = await answered(responsesWire, { body: [responseEvent('response.output_item.done', { output_index: 0, item: message }), responseEvent('response.output_item.done', { output_index: 1, item: call }), lastEvent('completed', [], null)] });

    assert.equal(textOf(events), 'Reading.');
    assert.deepEqual(callsOf(events).map(({ id }) => id), ['x']);
  });

  it('close no item, and complete the call in the last event', async () => {
    const added = responseEvent('response.output_item.added', { output_index: 0, item: { ...call, arguments: '', status: 'in_progress' } });
    const piece = responseEvent('response.function_call_arguments.delta', { output_index: 0, item_id: 'fc_1', delta: '{"path":' });
    const whole = await answered(responsesWire, { body: [added, piece, lastEvent('completed', [call], null)] });
    const never_ = await answered(responsesWire, { body: [added, piece, lastEvent('completed', [], null)] });

    assert.deepEqual(callsOf(whole.events), [{ id: 'x', name: 'read_file', input: { path: 'a' } }]);
    assert.deepEqual(callsOf(never_.events), [{ id: 'x', name: 'read_file', input: null, malformed: '{"path":' }]);
  });

  it('refuse as a part of a message', async () => {
    const refusal = { ...message, content: [{ type: 'refusal', refusal: 'I will not.' }] };
    const { events } = await answered(responsesWire, { body: [responseEvent('response.refusal.delta', { output_index: 0, item_id: 'm', content_index: 0, delta: 'I will not.' }), responseEvent('response.output_item.done', { output_index: 0, item: refusal }), lastEvent('completed', [refusal], null)] });

    assert.deepEqual([textOf(events), endOf(events).reason], ['I will not.', 'refused']);
  });
});

describe('Responses parameters', () => {
  it('keep nothing at the vendor, and ask for reasoning where the model has any', () => {
    const of = (model: string): unknown => toParams(model, request).include;

    assert.equal(toParams('gpt-5.5', request).store, false);
    for (const model of ['gpt-5.5', 'gpt-6.1-sol', 'o3', 'o4-mini']) assert.deepEqual(of(model), ['reasoning.encrypted_content']);
    for (const model of ['gpt-4.1', 'gpt-4o', 'gpt-5-chat-latest', 'gpt-oss-120b', 'llama']) assert.equal(of(model), undefined);
  });

  it('begin alike as the conversation grows, under one cache key', () => {
    const long: TurnRequest = { ...request, messages: [...request.messages, { role: 'assistant', text: 'Hm', calls: [] }, { role: 'user', text: 'Go on' }] };
    const [short, grown] = [toParams('m', request), toParams('m', long)];

    assert.deepEqual([grown.instructions, grown.tools, grown.prompt_cache_key], [short.instructions, short.tools, short.prompt_cache_key]);
    assert.notEqual(toParams('m', { ...request, system: 'Other.' }).prompt_cache_key, short.prompt_cache_key);
    assert.ok(Array.isArray(grown.input) && Array.isArray(short.input));
    assert.deepEqual(grown.input.slice(0, 1), short.input);
  });
});

describe('the provider openai at another address', () => {
  it('speaks Chat Completions where the server knows nothing else, and asks for Responses once', async () => {
    const server = await startFaultServer(({ path }) => (path.endsWith('/chat/completions') ? { body: chatWire.turn({ text: ['Hi'] }) } : { status: 404, headers: {}, body: ['404 page not found'] }));
    const model = responsesWire.modelAt(server.url);
    const turns = [await collect(model.streamTurn(request, never)), await collect(model.streamTurn(request, never))];
    await server.close();

    assert.deepEqual(turns.map(textOf), ['Hi', 'Hi']);
    assert.deepEqual(server.requests.map(({ path }) => path), ['/v1/responses', '/v1/chat/completions', '/v1/chat/completions']);
  });

  it('asks neither protocol twice where the first one works', async () => {
    const server = await startFaultServer(({ index }) => (index === 1 ? { status: 404, headers: {}, body: [] } : { body: responsesWire.turn({ text: ['Hi'] }) }));
    const model = responsesWire.modelAt(server.url);
    await collect(model.streamTurn(request, never));
    const [failed] = await collect(model.streamTurn(request, never));
    await server.close();

    assert.ok(failed?.type === 'turn-failed');
    assert.equal(failed.failure.kind, 'not-found');
    assert.deepEqual(server.requests.map(({ path }) => path), ['/v1/responses', '/v1/responses']);
  });
});
