import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { cut, stall, startFaultServer, type Piece, type Reply } from '../../../servers/faultServer.ts';
import { canaryKey } from '../../../servers/wire/canary.ts';
import type { WireCall } from '../../../servers/wire/wire.ts';
import { wires } from '../../../servers/wire/wires.ts';
import { answered, callsOf, collect, failureOf, never, request } from './ask.ts';

const quick = { firstByteMs: 150, idleMs: 120 };
const call: WireCall = { id: 'call_a', name: 'read_file', json: ['{"path":', '"ü.md"}'] };

for (const wire of wires) {
  const json = { 'content-type': 'application/json', [wire.requestIdHeader]: 'req_42' };
  const begun = wire.turn({ text: ['Half an'] })[0] ?? '';

  describe(`${wire.name}: failures`, () => {
    for (const [status, name, kind, isRetryable] of wire.statuses) {
      it(`knows ${status} ${name} as ${kind}`, async () => {
        const failure = await failureOf(wire, { status, headers: json, body: [wire.error(name, 'Details of the vendor.')] });

        assert.deepEqual([failure.kind, failure.isRetryable, failure.requestId], [kind, isRetryable, 'req_42']);
        assert.match(failure.message, /Details of the vendor\./);
        assert.match(failure.message, new RegExp(`HTTP ${status}`));
      });
    }

    for (const [status, isRetryable] of [[400, false], [401, false], [403, false], [404, false], [429, true], [500, true], [502, true], [503, true], [529, true]] as const) {
      it(`knows ${status} without a body`, async () => {
        assert.equal((await failureOf(wire, { status, headers: {}, body: [] })).isRetryable, isRetryable);
      });
    }

    for (const [name, message, kind] of wire.worded) {
      it(`tells ${kind} from other bad requests by its words`, async () => {
        assert.equal((await failureOf(wire, { status: 400, headers: json, body: [wire.error(name, message)] })).kind, kind);
      });
    }

    for (const [event, kind, isRetryable] of wire.streamedErrors) {
      it(`knows ${kind} inside a stream that began well`, async () => {
        const failure = await failureOf(wire, { headers: { 'content-type': 'text/event-stream', [wire.requestIdHeader]: 'req_7' }, body: [begun, event, ...wire.turn({ calls: [call] })] });

        assert.deepEqual([failure.kind, failure.isRetryable, failure.requestId], [kind, isRetryable, 'req_7']);
      });
    }

    const waits: readonly (readonly [string, Readonly<Record<string, string>>, number | undefined])[] = [
      ['seconds', { 'retry-after': '17' }, 17_000],
      ['a date, by the server clock', { 'retry-after': 'Sat, 21 Nov 2026 10:01:30 GMT', date: 'Sat, 21 Nov 2026 10:00:00 GMT' }, 90_000],
      ['a date in the past', { 'retry-after': 'Sat, 21 Nov 2026 09:00:00 GMT', date: 'Sat, 21 Nov 2026 10:00:00 GMT' }, 0],
      ['a billion seconds, capped to a day', { 'retry-after': '1000000000' }, 86_400_000],
      ['milliseconds', { 'retry-after-ms': '250', 'retry-after': '9' }, 250],
      ['nonsense', { 'retry-after': 'soon' }, undefined],
    ];
    for (const [title, headers, expectedMs] of waits) {
      it(`reads retry-after: ${title}`, async () => {
        assert.equal((await failureOf(wire, { status: 429, headers: { ...json, ...headers }, body: ['{}'] })).retryAfterMs, expectedMs);
      });
    }

    it('runs nothing of a stream that was cut anywhere', async () => {
      const whole = Buffer.from(wire.turn({ text: ['Grüße'], calls: [call] }).join(''));
      const complete = callsOf((await answered(wire, { body: [whole] })).events);
      assert.equal(complete.length, 1);
      for (let at = 0; at < whole.length; at += Math.max(1, Math.floor(whole.length / 40))) {
        const { events } = await answered(wire, { body: [whole.subarray(0, at)] });
        if (events.at(-1)?.type === 'turn-end') assert.deepEqual(callsOf(events), complete, `cut at ${at}`);
        else assert.deepEqual(callsOf(events), [], `cut at ${at}`);
      }
    });

    const broken: Readonly<Record<string, readonly Piece[]>> = {
      'no body at all': [],
      'a cut between events': [begun, cut],
      'a cut inside an event': [wire.turn({ text: ['Half an answer'] }).join('').slice(0, 120), cut],
      'a cut inside a character': [insideUmlaut(wire.turn({ text: ['Grüße'] }).join('')), cut],
      'an end without its ending': [wire.turn({ text: ['Half', ' an'] }).slice(0, 2).join('')],
      'an end inside an event': [begun, wire.turn({ text: ['x'], calls: [call] }).join('').slice(0, -60).replace(/\n+$/, '').slice(0, -20)],
    };
    for (const [title, body] of Object.entries(broken)) {
      it(`takes ${title} for a failure worth retrying`, async () => {
        const failure = await failureOf(wire, { body });

        assert.equal(failure.isRetryable, true);
        assert.match(failure.kind, /^(cut-off|network|malformed)$/);
      });
    }

    it('drops a turn with an event that is not JSON', async () => {
      const failure = await failureOf(wire, { body: [begun, wire.garbage, ...wire.turn({ calls: [call] })] });

      assert.deepEqual([failure.kind, failure.isRetryable], ['malformed', true]);
    });

    it('times out when nothing comes, when it stops coming, and when it never ends', async () => {
      const drip: Piece[] = Array.from({ length: 60 }, () => [': still here\n', { pauseMs: 20 }]).flat();
      const first = await failureOf(wire, { beforeHeaders: 'stall', body: [] }, quick);
      const idle = await failureOf(wire, { body: [begun, stall] }, quick);
      const total = await failureOf(wire, { body: [begun, ...drip, ...wire.turn({ text: ['late'] })] }, { idleMs: 5_000, totalMs: 300 });

      for (const failure of [first, idle, total]) assert.deepEqual([failure.kind, failure.isRetryable], ['timeout', true]);
      assert.match(first.message, /begin/);
      assert.match(idle.message, /stopped sending/);
      assert.match(total.message, /not complete/);
    });

    it('waits through a slow stream that goes on', async () => {
      const pings = Array.from({ length: 16 }, (): Piece[] => [': ping\n\n', { pauseMs: 40 }]).flat();
      const [first = '', ...others] = wire.turn({ text: ['slow'] });
      const { events } = await answered(wire, { body: [first, ...pings, ...others] }, { idleMs: 500 });

      assert.equal(events.at(-1)?.type, 'turn-end');
    });

    it('ends a stream of comments that never says anything', async () => {
      const failure = await failureOf(wire, { body: Array.from({ length: 400 }, () => ': keep-alive '.repeat(100) + '\n') }, { bodyBytes: 100_000 });

      assert.equal(failure.kind, 'malformed');
    });

    it('does not inflate a compressed bomb, in an answer or in an error', async () => {
      const bomb = gzipSync(Buffer.alloc(80 * 1_048_576, 58));
      const packed = { 'content-encoding': 'gzip' };
      const before = process.memoryUsage().rss;
      const answer = await failureOf(wire, { headers: { ...packed, 'content-type': 'text/event-stream' }, body: [bomb] }, { bodyBytes: 1_000_000 });
      const error = await failureOf(wire, { status: 500, headers: { ...packed, 'content-type': 'text/plain' }, body: [bomb] });

      assert.deepEqual([answer.kind, error.kind], ['malformed', 'server']);
      assert.ok(process.memoryUsage().rss - before < 70 * 1_048_576);
    });

    for (const status of [301, 302, 307, 308]) {
      it(`follows no redirect ${status}, so the key goes nowhere else`, async () => {
        const other = await startFaultServer(() => ({ body: wire.turn({ text: ['Hi'] }) }));
        const failure = await failureOf(wire, { status, headers: { location: `${other.url}/elsewhere` }, body: [] });
        await other.close();

        assert.deepEqual([failure.kind, failure.isRetryable, other.requests.length], ['network', false, 0]);
      });
    }

    it('names an address that does not speak the protocol', async () => {
      const failure = await failureOf(wire, { headers: { 'content-type': 'text/html' }, body: ['<html><body>Welcome</body></html>'] });

      assert.deepEqual([failure.kind, failure.isRetryable], ['malformed', false]);
      assert.match(failure.message, /text\/html/);
    });

    it('cannot reach what is not there', async () => {
      const gone = await startFaultServer(() => ({ body: [] }));
      await gone.close();
      const [event] = await collect(wire.modelAt(gone.url).streamTurn(request, never));

      assert.ok(event?.type === 'turn-failed');
      assert.deepEqual([event.failure.kind, event.failure.isRetryable], ['network', true]);
      assert.match(event.failure.message, /ECONNREFUSED/);
      assert.equal((await failureOf(wire, { beforeHeaders: 'cut', body: [] })).kind, 'network');
    });

    it('asks once for a turn, with the key in a header and nowhere else', async () => {
      const replies: readonly Reply[] = [{ body: wire.turn({ text: ['Hi'] }) }, { status: 529, headers: json, body: [] }, { status: 500, headers: json, body: [wire.error('x', 'y')] }, { beforeHeaders: 'cut', body: [] }];
      for (const reply of replies) {
        const { server } = await answered(wire, reply);
        const [sent] = server.requests;
        assert.equal(server.requests.length, 1, 'the SDK retried');
        assert.ok(JSON.stringify(sent?.headers).includes(canaryKey), 'the key did not reach the vendor');
        assert.ok(!JSON.stringify([sent?.path, sent?.body]).includes(canaryKey));
      }
    });

    it('cleans and caps what an error says, and keeps the key out of it', async () => {
      const page = `<html><head><style>b{}</style></head><body><h1>Error</h1>\u001b[31mYour key ${canaryKey} and Bearer ${canaryKey}\u001b[0m failed\u202e</body></html>`;
      const replies: readonly Reply[] = [
        { status: 500, headers: { 'content-type': 'text/html' }, body: [page] },
        { status: 500, headers: { 'content-type': 'text/plain' }, body: [`${canaryKey} `.repeat(500_000)] },
        { status: 401, headers: { ...json, [wire.requestIdHeader]: `req_${canaryKey}` }, body: [wire.error('x', `invalid x-api-key: ${canaryKey}`)] },
        { status: 400, headers: json, body: [`{"error":{"message":"${' '.repeat(64_000)}${canaryKey.slice(0, 20)}`] },
        { body: [begun, `data: {"broken ${canaryKey}\n\n`] },
        { headers: { 'content-type': `text/${canaryKey}` }, body: ['x'] },
      ];
      for (const reply of replies) {
        const { message, requestId = '' } = await failureOf(wire, reply);
        assert.ok(message.length < 1_000);
        // oxlint-disable-next-line no-control-regex -- looking for what must not be there
        assert.doesNotMatch(message + requestId, /sk-ant|<|[\u0000-\u001f\u202e]/);
      }
    });

    it('is cancelled by the signal, before and in the middle', async () => {
      const server = await startFaultServer(() => ({ body: [...wire.turn({ text: ['Begun', ' and'] }).slice(0, -1), stall] }));
      const model = wire.modelAt(server.url);
      const before = await collect(model.streamTurn(request, AbortSignal.abort()));
      const control = new AbortController();
      const events = [];
      for await (const event of model.streamTurn(request, control.signal)) {
        events.push(event);
        control.abort();
      }
      await server.abandoned;
      await server.close();

      for (const all of [before, events]) {
        const last = all.at(-1);
        assert.ok(last?.type === 'turn-failed');
        assert.equal(last.failure.kind, 'cancelled');
      }
      assert.equal(events[0]?.type, 'text-delta');
    });

    it('closes the connection when the reader leaves', async () => {
      const server = await startFaultServer(() => ({ body: [...wire.turn({ text: ['Begun', ' and'] }).slice(0, -1), stall] }));
      for await (const event of wire.modelAt(server.url).streamTurn(request, never)) {
        assert.equal(event.type, 'text-delta');
        break;
      }
      await server.abandoned;
      await server.close();
    });
  });
}

/** Everything up to the first of the two bytes of an umlaut. */
function insideUmlaut(stream: string): Uint8Array {
  const bytes = Buffer.from(stream);
  const at = bytes.indexOf('ü');
  assert.ok(at > 0);
  return bytes.subarray(0, at + 1);
}
