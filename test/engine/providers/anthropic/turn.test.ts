import assert from 'node:assert/strict';
import type { TurnRequest } from '../../../../src/engine/ports/languageModel.ts';
import { startFaultServer } from '../../../servers/faultServer.ts';
import { end, event, start, textBlock, thinkingBlock, toolBlock } from '../../../servers/messagesStream.ts';
import { answeredWith, collect, modelAt, request } from './turns.ts';

const price = { input: 1, output: 5, read: 0.1, write: 1.25 };

describe('anthropic turn', () => {
  it('streams text and ends with its usage and cost', async () => {
    const { events } = await answeredWith({ body: [start({ input_tokens: 100, cache_read_input_tokens: 1_000, cache_creation_input_tokens: 200 }), textBlock(0, 'Hel', 'lo'), end('end_turn', { output_tokens: 40 })] });

    assert.deepEqual(events, [
      { type: 'text-delta', text: 'Hel' },
      { type: 'text-delta', text: 'lo' },
      { type: 'turn-end', reason: 'stop', usage: { inputTokens: 1_300, outputTokens: 40, cachedTokens: 1_000, costUsd: (100 * price.input + 1_000 * price.read + 200 * price.write + 40 * price.output) / 1_000_000 } },
    ]);
  });

  it('yields every call once and whole, interleaved as they may be', async () => {
    const part = (index: number, partial_json: string): string => event('content_block_delta', { index, delta: { type: 'input_json_delta', partial_json } });
    const open = (index: number): string => toolBlock(index, { name: 'read_file', json: [], isOpen: true });
    const close = (index: number): string => event('content_block_stop', { index });
    const { events } = await answeredWith({ body: [start(), open(0), open(1), part(1, '{"path":'), part(0, '{"path":"a"}'), close(0), part(1, '"b"}'), close(1), end('tool_use')], dripBytes: 7 });

    assert.deepEqual(events.flatMap((one) => (one.type === 'tool-call' ? [one.call] : [])), [
      { id: 'toolu_0', name: 'read_file', input: { path: 'a' } },
      { id: 'toolu_1', name: 'read_file', input: { path: 'b' } },
    ]);
  });

  it('takes no arguments for an empty object', async () => {
    const { events } = await answeredWith({ body: [start(), toolBlock(0, { name: 'list', json: [] }), end('tool_use')] });

    assert.deepEqual(events[0], { type: 'tool-call', call: { id: 'toolu_0', name: 'list', input: {} } });
  });

  for (const [title, json] of [['broken', '{"path": nope}'], ['not an object', '["a"]']] as const) {
    it(`hands over arguments that are ${title} as they came`, async () => {
      const { events } = await answeredWith({ body: [start(), toolBlock(0, { name: 'read_file', json: [json] }), end('tool_use')] });

      assert.deepEqual(events[0], { type: 'tool-call', call: { id: 'toolu_0', name: 'read_file', input: null, malformed: json } });
    });
  }

  it('marks a call that the output limit cut off, even before its first byte', async () => {
    for (const json of [['{"path":"REA'], []]) {
      const { events } = await answeredWith({ body: [start(), toolBlock(0, { name: 'read_file', json, isOpen: true }), end('max_tokens')] });

      assert.deepEqual(events[0], { type: 'tool-call', call: { id: 'toolu_0', name: 'read_file', input: null, malformed: json.join('') } });
      assert.deepEqual(events[1]?.type === 'turn-end' && events[1].reason, 'length');
    }
  });

  const reasons = { end_turn: 'stop', stop_sequence: 'stop', max_tokens: 'length', model_context_window_exceeded: 'length', refusal: 'refused', pause_turn: 'paused' } as const;
  for (const [stop, reason] of Object.entries(reasons)) {
    it(`ends "${reason}" for ${stop}`, async () => {
      const { events } = await answeredWith({ body: [start(), textBlock(0, 'Hm'), end(stop)] });
      const last = events.at(-1);

      assert.ok(last?.type === 'turn-end');
      assert.equal(last.reason, reason);
    });
  }

  it('passes on no call of a refused turn', async () => {
    const { events } = await answeredWith({ body: [start(), toolBlock(0, { name: 'read_file', json: ['{"path":"a"}'] }), end('refusal')] });

    assert.deepEqual(events.map(({ type }) => type), ['turn-end']);
  });

  it('takes usage that was not sent for unknown, not for zero', async () => {
    const server = await startFaultServer(() => ({ body: [event('message_start', { message: { usage: null } }), textBlock(0, 'Hi'), event('message_delta', { delta: { stop_reason: 'end_turn' } }), event('message_stop', {})] }));
    const events = await collect(modelAt(server.url).streamTurn(request, new AbortController().signal));
    await server.close();

    assert.deepEqual(events.at(-1), { type: 'turn-end', reason: 'stop', usage: { inputTokens: null, outputTokens: null, cachedTokens: null, costUsd: null } });
  });

  it('sends signed reasoning back verbatim, to the model that signed it', async () => {
    const body = [start(), thinkingBlock(0, 'Let me see…', 'c2lnbmVk'), event('content_block_start', { index: 1, content_block: { type: 'redacted_thinking', data: 'b3BhcXVl' } }), event('content_block_stop', { index: 1 }), textBlock(2, 'Reading.'), toolBlock(3, { name: 'read_file', json: ['{"path":"a"}'] }), end('tool_use')];
    const server = await startFaultServer(() => ({ body }));
    const model = modelAt(server.url);
    const events = await collect(model.streamTurn(request, new AbortController().signal));
    const ending = events.at(-1);
    assert.ok(ending?.type === 'turn-end' && ending.opaque !== undefined);
    const answered: TurnRequest = {
      ...request,
      messages: [...request.messages, { role: 'assistant', text: 'Reading.', calls: [{ id: 'toolu_3', name: 'read_file', input: { path: 'a' } }], opaque: ending.opaque }, { role: 'tool', callId: 'toolu_3', name: 'read_file', output: '', isError: false }],
    };
    await collect(model.streamTurn(answered, new AbortController().signal));
    await server.close();

    const { messages } = server.requests[1]!.body as { messages: unknown[] };
    assert.deepEqual(messages.slice(1), [
      {
        role: 'assistant',
        content: [
          { type: 'thinking', thinking: 'Let me see…', signature: 'c2lnbmVk' },
          { type: 'redacted_thinking', data: 'b3BhcXVl' },
          { type: 'text', text: 'Reading.' },
          { type: 'tool_use', id: 'toolu_3', name: 'read_file', input: { path: 'a' } },
        ],
      },
      { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'toolu_3', content: '(no output)', is_error: false }] },
    ]);
  });
});
