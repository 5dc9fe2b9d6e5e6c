import assert from 'node:assert/strict';
import { LLMock } from '@copilotkit/aimock';
import type { TurnRequest } from '../../../../src/engine/ports/languageModel.ts';
import { canaryKey } from '../../../servers/wire/canary.ts';
import { wires } from '../../../servers/wire/wires.ts';
import { callsOf, collect, endOf, never, request, textOf } from './ask.ts';

/** Against a server that somebody else wrote. */
for (const wire of wires) {
  describe(`${wire.name} against aimock`, () => {
    const mock = new LLMock({ port: 0 });
    before(() => mock.start());
    after(() => mock.stop());
    beforeEach(() => mock.reset());

    const about = (text: string): TurnRequest => ({ ...request, messages: [{ role: 'user', text }] });

    it('reads text with its usage', async () => {
      mock.onMessage('greet', { content: 'Hello from the mock', usage: { input_tokens: 12, output_tokens: 6, prompt_tokens: 12, completion_tokens: 6 } });
      const events = await collect(wire.modelAt(mock.url).streamTurn(about('greet me'), never));
      const { reason, usage } = endOf(events);

      assert.equal(textOf(events), 'Hello from the mock');
      assert.deepEqual([reason, usage.inputTokens, usage.outputTokens], ['stop', 12, 6]);
    });

    it('calls several tools over several turns', async () => {
      mock.on({ userMessage: 'read', hasToolResult: false }, { content: 'One moment.', toolCalls: [{ name: 'read_file', arguments: '{"path":"README.md"}' }, { name: 'read_file', arguments: '{"path":"package.json"}' }] });
      mock.on({ userMessage: 'read', hasToolResult: true }, { content: 'It is a library.' });
      const model = wire.modelAt(mock.url);
      const first = await collect(model.streamTurn(about('read it'), never));
      const { reason, opaque } = endOf(first);
      const calls = callsOf(first);
      const messages: TurnRequest['messages'] = [
        { role: 'user', text: 'read it' },
        { role: 'assistant', text: textOf(first), calls: [...calls], ...(opaque === undefined ? {} : { opaque }) },
        ...calls.map(({ id, name }) => ({ role: 'tool' as const, callId: id, name, output: '# Tally', isError: false })),
      ];
      const second = await collect(model.streamTurn({ ...request, messages }, never));

      assert.equal(reason, 'tool-calls');
      assert.deepEqual(calls.map(({ name, input }) => [name, input]), [['read_file', { path: 'README.md' }], ['read_file', { path: 'package.json' }]]);
      assert.equal(textOf(second), 'It is a library.');
      assert.equal(endOf(second).reason, 'stop');
    });

    it('sends the key in no body', async () => {
      mock.onMessage('count', { content: '1' });
      await collect(wire.modelAt(mock.url).streamTurn(about('count'), never));

      assert.equal(mock.getRequests().length, 1);
      assert.ok(!JSON.stringify(mock.getRequests()[0]?.body).includes(canaryKey));
    });

    it('knows an error of the mock', async () => {
      mock.onMessage('fail', { error: { message: 'Rate limited', type: 'rate_limit_error', code: 'rate_limit_exceeded' }, status: 429 });
      const [event] = await collect(wire.modelAt(mock.url).streamTurn(about('fail'), never));

      assert.ok(event?.type === 'turn-failed');
      assert.deepEqual([event.failure.kind, event.failure.isRetryable], ['rate-limit', true]);
    });
  });
}
