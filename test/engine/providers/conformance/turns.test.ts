import assert from 'node:assert/strict';
import type { TurnRequest } from '../../../../src/engine/ports/languageModel.ts';
import { startFaultServer } from '../../../servers/faultServer.ts';
import type { WireCall } from '../../../servers/wire/wire.ts';
import { wires } from '../../../servers/wire/wires.ts';
import { answered, callsOf, collect, endOf, never, request, textOf } from './ask.ts';

const readA: WireCall = { id: 'call_a', name: 'read_file', json: ['{"pa', 'th":', '"ä.md"}'] };
const readB: WireCall = { id: 'call_b', name: 'read_file', json: ['{"path"', ':"b"}'] };

for (const wire of wires) {
  describe(`${wire.name}: turns`, () => {
    it('streams text as it comes and ends with what was counted', async () => {
      const { events } = await answered(wire, { body: wire.turn({ text: ['Hel', 'lo'] }) });

      assert.deepEqual(events.filter(({ type }) => type === 'text-delta'), [{ type: 'text-delta', text: 'Hel' }, { type: 'text-delta', text: 'lo' }]);
      const { reason, usage } = endOf(events);
      assert.equal(reason, 'stop');
      assert.deepEqual([usage.inputTokens, usage.outputTokens, usage.cachedTokens], [12, 7, 4]);
    });

    it('reads a stream that drips, byte by byte through characters', async () => {
      const { events } = await answered(wire, { body: [wire.turn({ text: ['Grüße ', '🎉 aus Köln'], calls: [readA] }).join('')], dripBytes: 5 });

      assert.equal(textOf(events), 'Grüße 🎉 aus Köln');
      assert.deepEqual(callsOf(events), [{ id: 'call_a', name: 'read_file', input: { path: 'ä.md' } }]);
      assert.equal(endOf(events).reason, 'tool-calls');
    });

    it('yields every call once and whole, mixed as they may be', async () => {
      const { events } = await answered(wire, { body: wire.interleaved(readA, readB) });

      assert.deepEqual(callsOf(events), [{ id: 'call_a', name: 'read_file', input: { path: 'ä.md' } }, { id: 'call_b', name: 'read_file', input: { path: 'b' } }]);
      assert.equal(endOf(events).reason, 'tool-calls');
    });

    it('takes no arguments for an empty object', async () => {
      const { events } = await answered(wire, { body: wire.turn({ calls: [{ id: 'call_a', name: 'list', json: ['{}'] }] }) });

      assert.deepEqual(callsOf(events), [{ id: 'call_a', name: 'list', input: {} }]);
    });

    it('tells the calls of one turn apart, whatever ids they have', async () => {
      const { events } = await answered(wire, { body: wire.turn({ calls: [readA, { ...readB, id: 'call_a' }], signature: 'c2lnbmVkLXRob3VnaHQ=' }) });
      const ids = callsOf(events).map(({ id }) => id);

      // Anthropic's ids are the vendor's promise: a repeated one is dropped, also from what is sent back.
      const expected = wire.reference.startsWith('anthropic/') ? 1 : 2;
      assert.deepEqual([new Set(ids).size, ids.length, ids[0]], [expected, expected, 'call_a']);
      if (expected === 1) assert.equal(JSON.stringify(endOf(events).opaque).split('"tool_use"').length - 1, 1);
    });

    for (const [stop, reason] of Object.entries(wire.stops)) {
      it(`ends "${reason}" for ${stop}`, async () => {
        const { events } = await answered(wire, { body: wire.turn({ text: ['Hm'], stop }) });

        assert.equal(endOf(events).reason, reason);
      });
    }

    it('does not know a reason that nobody announced', async () => {
      const { events } = await answered(wire, { body: wire.turn({ text: ['Hi'], calls: [readA], stop: 'TELEPORTED' }) });
      const last = events.at(-1);

      assert.ok(last?.type === 'turn-failed');
      assert.deepEqual([last.failure.kind, last.failure.isRetryable], ['malformed', false]);
      assert.match(last.failure.message, /TELEPORTED/);
      assert.deepEqual(callsOf(events), []);
    });

    it('passes on no call of a turn that was filtered or refused', async () => {
      for (const [stop, reason] of Object.entries(wire.stops).filter(([, ending]) => ending === 'filtered' || ending === 'refused')) {
        const { events } = await answered(wire, { body: wire.turn({ calls: [readA], stop }) });
        assert.deepEqual([callsOf(events), endOf(events).reason], [[], reason]);
      }
    });

    if (wire.streamsArguments) {
      it('marks a call that the output limit cut off', async () => {
        const [stop = ''] = Object.entries(wire.stops).find(([, reason]) => reason === 'length') ?? [];
        for (const json of [['{"path":"REA'], []]) {
          const { events } = await answered(wire, { body: wire.turn({ calls: [{ id: 'call_a', name: 'read_file', json }], stop }) });

          assert.deepEqual(callsOf(events), [{ id: 'call_a', name: 'read_file', input: null, malformed: json.join('') }]);
          assert.equal(endOf(events).reason, 'length');
        }
      });

      for (const [title, json] of [['broken', '{"path": nope}'], ['not an object', '["a"]'], ['two objects', '{"path":"a"}{"path":"b"}']] as const) {
        it(`hands over arguments that are ${title} as they came`, async () => {
          const { events } = await answered(wire, { body: wire.turn({ calls: [{ id: 'call_a', name: 'read_file', json: [json] }] }) });

          assert.deepEqual(callsOf(events), [{ id: 'call_a', name: 'read_file', input: null, malformed: json }]);
        });
      }
    }

    it('ends an answer without content as what it is', async () => {
      const { events } = await answered(wire, { body: wire.turn({}) });

      assert.deepEqual(events.map(({ type }) => type), ['turn-end']);
      assert.equal(endOf(events).reason, 'stop');
    });

    it('takes what was not counted for unknown, not for zero', async () => {
      const unknown = { inputTokens: null, outputTokens: null, cachedTokens: null, costUsd: null };
      for (const usage of [null, { input: 0, output: 0, cached: 0 }]) {
        const { events } = await answered(wire, { body: wire.turn({ text: ['Hi'], usage }) });
        const counted = endOf(events).usage;
        if (usage === null || !wire.reference.startsWith('gemini/')) assert.deepEqual(counted, unknown);
        assert.equal(counted.inputTokens, null);
        assert.equal(counted.costUsd, null);
      }
    });

    it('reads huge deltas, and many', async () => {
      const huge = 'x'.repeat(4_000_000);
      const one = await answered(wire, { body: wire.turn({ text: [huge] }) });
      const many = await answered(wire, { body: [wire.turn({ text: Array.from({ length: 10_000 }, (_, index) => `${index} `) }).join('')] });

      assert.equal(textOf(one.events).length, huge.length);
      assert.equal(textOf(many.events).split(' ').length, 10_001);
    });

    it('sends reasoning back verbatim to the model that it came from, and to no other', async () => {
      const server = await startFaultServer(() => ({ body: wire.turn({ text: ['Reading.'], calls: [readA], signature: 'c2lnbmVkLXRob3VnaHQ=' }) }));
      const model = wire.modelAt(server.url);
      const first = await collect(model.streamTurn(request, never));
      const { opaque } = endOf(first);
      const continued: TurnRequest = {
        ...request,
        messages: [...request.messages, { role: 'assistant', text: 'Reading.', calls: [...callsOf(first)], ...(opaque === undefined ? {} : { opaque }) }, { role: 'tool', callId: 'call_a', name: 'read_file', output: '', isError: false }],
      };
      await collect(model.streamTurn(continued, never));
      await collect(wire.modelAt(server.url, {}, 'another-model').streamTurn(continued, never));
      await server.close();
      const [, same, other] = server.requests.map(({ body }) => JSON.stringify(body));

      assert.ok(same?.includes(wire.replayedSignature('c2lnbmVkLXRob3VnaHQ=')), same);
      assert.ok(other?.includes('read_file') && !other.includes('c2lnbmVk'), other);
    });

    it('sends again first, word for word, what it sent before, so that the vendor can serve it from its cache', async () => {
      const server = await startFaultServer(() => ({ body: wire.turn({ text: ['Reading.'], calls: [readA] }) }));
      const model = wire.modelAt(server.url);
      const more: TurnRequest['messages'] = [{ role: 'assistant', text: 'Reading.', calls: [{ id: 'call_a', name: 'read_file', input: { path: 'ä.md' } }] }, { role: 'tool', callId: 'call_a', name: 'read_file', output: 'Text.', isError: false }, { role: 'user', text: 'Go on.' }];
      await collect(model.streamTurn(request, never));
      await collect(model.streamTurn({ ...request, messages: [...request.messages, ...more] }, never));
      await server.close();
      const [first, second] = server.requests.map(({ body }) => body as Record<string, unknown>);

      for (const [part, sent] of Object.entries(first ?? {})) {
        const again = second?.[part];
        const isConversation = Array.isArray(sent) && part !== 'tools';
        assert.deepEqual(isConversation ? (again as unknown[]).slice(0, sent.length) : again, sent, part);
      }
    });

    it('keeps turns that run side by side apart', async () => {
      const server = await startFaultServer(({ body, index }) => ({ headers: { 'content-type': 'text/event-stream', [wire.requestIdHeader]: `req_${index}` }, body: [{ pauseMs: 20 * (3 - index) }, ...wire.turn({ text: [/turn \d/.exec(JSON.stringify(body))?.[0] ?? '?'] })] }));
      const model = wire.modelAt(server.url);
      const turns = await Promise.all([1, 2, 3].map((turn) => collect(model.streamTurn({ ...request, messages: [{ role: 'user', text: `turn ${turn}` }] }, never))));
      await server.close();

      assert.deepEqual(turns.map(textOf), ['turn 1', 'turn 2', 'turn 3']);
    });
  });
}
