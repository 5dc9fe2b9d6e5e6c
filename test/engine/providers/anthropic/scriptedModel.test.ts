import assert from 'node:assert/strict';
import { startScriptedModel } from '../../../servers/scriptedModel.ts';
import { collect, modelAt, request } from './turns.ts';

describe('startScriptedModel', () => {
  it('answers turn by turn through the real adapter, with faults where the script wants them', async () => {
    const server = await startScriptedModel(({ turn, tools, text, index }) => {
      if (index === 0) return { status: 529, body: [] };
      return turn === 0 ? { text: `Of ${tools.join()} I take one.`, calls: [{ name: 'read_file', input: { path: 'a' } }] } : { text: text.includes('# Tally') ? 'It is Tally.' : 'No idea.' };
    });
    const model = modelAt(server.url);
    const ask = (messages: typeof request.messages): ReturnType<typeof collect> => collect(model.streamTurn({ ...request, messages }, new AbortController().signal));

    const [failed] = await ask(request.messages);
    const [text, call, end] = await ask(request.messages);
    const last = await ask([...request.messages, { role: 'assistant', text: '', calls: [{ id: 'x', name: 'read_file', input: {} }] }, { role: 'tool', callId: 'x', name: 'read_file', output: '# Tally', isError: false }]);
    await server.close();

    assert.equal(failed?.type === 'turn-failed' && failed.failure.kind, 'overloaded');
    assert.deepEqual(text, { type: 'text-delta', text: 'Of read_file I take one.' });
    assert.deepEqual(call?.type === 'tool-call' && call.call.input, { path: 'a' });
    assert.equal(end?.type === 'turn-end' && end.reason, 'tool-calls');
    assert.deepEqual(last[0], { type: 'text-delta', text: 'It is Tally.' });
  });
});
