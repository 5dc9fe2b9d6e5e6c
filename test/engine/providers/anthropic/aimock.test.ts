import assert from 'node:assert/strict';
import { LLMock } from '@copilotkit/aimock';
import type { TurnRequest } from '../../../../src/engine/ports/languageModel.ts';
import { collect, modelAt, request } from './turns.ts';

/** Against a server that somebody else wrote. */
describe('anthropic against aimock', () => {
  const mock = new LLMock({ port: 0 });
  before(() => mock.start());
  after(() => mock.stop());
  beforeEach(() => mock.reset());

  const about = (text: string): TurnRequest => ({ ...request, messages: [{ role: 'user', text }] });

  it('reads text with its usage', async () => {
    mock.onMessage('greet', { content: 'Hello from the mock', usage: { input_tokens: 12, output_tokens: 6 } });
    const events = await collect(modelAt(mock.url).streamTurn(about('greet me'), new AbortController().signal));
    const last = events.at(-1);

    assert.equal(events.map((event) => (event.type === 'text-delta' ? event.text : '')).join(''), 'Hello from the mock');
    assert.ok(last?.type === 'turn-end');
    assert.deepEqual([last.reason, last.usage.inputTokens, last.usage.outputTokens], ['stop', 12, 6]);
  });

  it('calls tools over several turns, with reasoning in between', async () => {
    mock.on({ userMessage: 'read', hasToolResult: false }, { content: 'One moment.', toolCalls: [{ id: 'toolu_a', name: 'read_file', arguments: '{"path":"README.md"}' }], reasoning: 'The README first.', reasoningSignature: 'c2ln' });
    mock.on({ userMessage: 'read', hasToolResult: true }, { content: 'It is a library.' });
    const model = modelAt(mock.url);
    const first = await collect(model.streamTurn(about('read it'), new AbortController().signal));
    const call = first.find((event) => event.type === 'tool-call');
    const ending = first.at(-1);
    assert.ok(call?.type === 'tool-call' && ending?.type === 'turn-end');
    assert.deepEqual([call.call.name, call.call.input, ending.reason], ['read_file', { path: 'README.md' }, 'tool-calls']);
    assert.ok(JSON.stringify(ending.opaque).includes('The README first.'));

    const second = await collect(model.streamTurn({
      ...request,
      messages: [{ role: 'user', text: 'read it' }, { role: 'assistant', text: 'One moment.', calls: [call.call], ...(ending.opaque === undefined ? {} : { opaque: ending.opaque }) }, { role: 'tool', callId: call.call.id, name: 'read_file', output: '# Tally', isError: false }],
    }, new AbortController().signal));
    assert.equal(second.map((event) => (event.type === 'text-delta' ? event.text : '')).join(''), 'It is a library.');
  });

  it('asks once for a turn, as a stream, with the key in a header and nowhere else', async () => {
    mock.onMessage('count', { content: '1' });
    await collect(modelAt(mock.url).streamTurn(about('count'), new AbortController().signal));
    const sent = mock.getRequests();

    assert.equal(sent.length, 1);
    assert.ok(!JSON.stringify(sent[0]?.body).includes('canary'));
  });
});
