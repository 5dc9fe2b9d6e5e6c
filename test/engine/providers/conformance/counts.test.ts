import assert from 'node:assert/strict';
import type { TurnRequest } from '../../../../src/engine/ports/languageModel.ts';
import { type Reply, stall, startFaultServer } from '../../../servers/faultServer.ts';
import { canaryKey } from '../../../servers/wire/canary.ts';
import type { Wire } from '../../../servers/wire/wire.ts';
import { wires } from '../../../servers/wire/wires.ts';
import { collect, never, request } from './ask.ts';

const json = { 'content-type': 'application/json' };
const conversation: TurnRequest = {
  ...request,
  messages: [...request.messages, { role: 'assistant', text: '', calls: [{ id: 'call_a', name: 'read_file', input: { path: 'a' } }] }, { role: 'tool', callId: 'call_a', name: 'read_file', output: 'Counted too.', isError: false }],
};

/** One count against a server that takes one turn first: at an address that is not the vendor's it is not known before which protocol it speaks. */
async function counted(wire: Wire, reply: Reply, signal = never) {
  const server = await startFaultServer(({ index }) => (index === 0 ? { body: wire.turn({ text: ['Hi'] }) } : reply));
  try {
    const isSilent = reply.beforeHeaders === 'stall' || reply.body.includes(stall);
    const model = wire.modelAt(server.url, isSilent ? { firstByteMs: 300, idleMs: 300 } : {});
    await collect(model.streamTurn(request, never));
    const tokens = await model.countTokens?.(conversation, signal);
    return { tokens, requests: server.requests.slice(1) };
  } finally {
    await server.close();
  }
}

for (const wire of wires) {
  const { counting } = wire;
  describe(`${wire.name}: counts`, () => {
    if (counting === undefined) {
      it('are unknown: the protocol has none, and nothing is asked', async () => {
        const { tokens, requests } = await counted(wire, { body: [] });
        assert.deepEqual([tokens, requests.length], [null, 0]);
      });
      return;
    }

    it('come from the vendor, for the whole conversation, in one request', async () => {
      const { tokens, requests } = await counted(wire, { headers: json, body: [JSON.stringify(counting.answer(123))] });
      assert.equal(tokens, 123);
      assert.equal(requests.length, 1);
      assert.match(requests[0]?.path.split('?')[0] ?? '', counting.path);
      const sent = JSON.stringify(requests[0]?.body);
      for (const part of ['You work.', 'Hello', 'read_file', 'Counted too.']) assert.ok(sent.includes(part), part);
      assert.ok(JSON.stringify(requests[0]?.headers).includes(canaryKey) && !sent.includes(canaryKey));
    });

    const failures: Readonly<Record<string, Reply>> = {
      'a server error': { status: 500, headers: json, body: [wire.error('x', canaryKey)] },
      'a limit': { status: 429, headers: { ...json, 'retry-after': '60' }, body: [] },
      'an endpoint that is not there': { status: 404, headers: json, body: [wire.error('not_found_error', 'No.')] },
      'a redirect': { status: 307, headers: { location: 'http://127.0.0.1:1/' }, body: [] },
      'a page': { headers: { 'content-type': 'text/html' }, body: ['<html></html>'] },
      'broken JSON': { headers: json, body: ['{"input_tok'] },
      'another document': { headers: json, body: ['{"tokens":5}'] },
      'a count below one': { headers: json, body: [JSON.stringify(counting.answer(0))] },
      'no number': { headers: json, body: [JSON.stringify(counting.answer('9' as never))] },
      'an endless document': { headers: json, body: [`{"a":"${'x'.repeat(200_000)}`] },
      'silence': { beforeHeaders: 'stall', body: [] },
      'a stall': { headers: json, body: ['{"', stall] },
    };
    for (const [what, reply] of Object.entries(failures)) {
      it(`are unknown after ${what}, which is asked for once`, async () => {
        const { tokens, requests } = await counted(wire, reply);
        assert.deepEqual([tokens, requests.length], [null, 1]);
      });
    }

    it('are unknown once the signal aborts', async () => {
      const { tokens } = await counted(wire, { beforeHeaders: 'stall', body: [] }, AbortSignal.abort());
      assert.equal(tokens, null);
    });
  });
}
