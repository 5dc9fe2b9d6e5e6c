import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import type { FailureKind } from '../../../../src/engine/model/failure.ts';
import { cut, stall, startFaultServer, type Piece } from '../../../servers/faultServer.ts';
import { delta, end, errorBody, event, start, textBlock, toolBlock } from '../../../servers/messagesStream.ts';
import { canaryKey, collect, failureOf, modelAt, request } from './turns.ts';

const json = { 'content-type': 'application/json', 'request-id': 'req_42' };
const quick = { firstByteMs: 150, idleMs: 120 };

describe('anthropic failures', () => {
  const statuses: readonly (readonly [number, string, FailureKind, boolean])[] = [
    [400, 'invalid_request_error', 'bad-input', false],
    [401, 'authentication_error', 'auth', false],
    [402, 'billing_error', 'billing', false],
    [403, 'permission_error', 'permission', false],
    [404, 'not_found_error', 'not-found', false],
    [409, 'conflict_error', 'unknown', true],
    [413, 'request_too_large', 'too-long', false],
    [429, 'rate_limit_error', 'rate-limit', true],
    [500, 'api_error', 'server', true],
    [502, 'api_error', 'server', true],
    [503, 'api_error', 'server', true],
    [504, 'timeout_error', 'timeout', true],
    [529, 'overloaded_error', 'overloaded', true],
  ];
  for (const [status, type, kind, isRetryable] of statuses) {
    it(`knows ${status} as ${kind}`, async () => {
      const failure = await failureOf({ status, headers: json, body: [errorBody(type, 'Details of the vendor.')] });

      assert.deepEqual([failure.kind, failure.isRetryable, failure.requestId], [kind, isRetryable, 'req_42']);
      assert.match(failure.message, /Details of the vendor\./);
    });
    it(`knows ${status} without a body`, async () => {
      const failure = await failureOf({ status, headers: {}, body: [] });

      assert.equal(failure.isRetryable, isRetryable);
    });
  }

  it('tells a long prompt and missing credit from other bad requests', async () => {
    const long = await failureOf({ status: 400, headers: json, body: [errorBody('invalid_request_error', 'prompt is too long: 213456 tokens > 200000 maximum')] });
    const broke = await failureOf({ status: 400, headers: json, body: [errorBody('invalid_request_error', 'Your credit balance is too low to access the API.')] });

    assert.deepEqual([long.kind, broke.kind], ['too-long', 'billing']);
  });

  const waits: readonly (readonly [string, Readonly<Record<string, string>>, number | undefined])[] = [
    ['seconds', { 'retry-after': '17' }, 17_000],
    ['a date, by the server clock', { 'retry-after': 'Sat, 21 Nov 2026 10:01:30 GMT', date: 'Sat, 21 Nov 2026 10:00:00 GMT' }, 90_000],
    ['a date in the past', { 'retry-after': 'Sat, 21 Nov 2026 09:00:00 GMT', date: 'Sat, 21 Nov 2026 10:00:00 GMT' }, 0],
    ['a billion seconds, capped to a day', { 'retry-after': '1000000000' }, 86_400_000],
    ['milliseconds', { 'retry-after-ms': '250', 'retry-after': '9' }, 250],
    ['nonsense', { 'retry-after': 'soon' }, undefined],
    ['nothing', {}, undefined],
  ];
  for (const [title, headers, expectedMs] of waits) {
    it(`reads retry-after: ${title}`, async () => {
      const failure = await failureOf({ status: 429, headers: { ...json, ...headers }, body: [errorBody('rate_limit_error', 'Slow down.')] });

      assert.equal(failure.retryAfterMs, expectedMs);
    });
  }

  const inside: readonly (readonly [string, FailureKind, boolean])[] = [['overloaded_error', 'overloaded', true], ['rate_limit_error', 'rate-limit', true], ['api_error', 'server', true], ['authentication_error', 'auth', false]];
  for (const [type, kind, isRetryable] of inside) {
    it(`knows ${type} inside a stream that began well`, async () => {
      const failure = await failureOf({ body: [start(), textBlock(0, 'Half an'), event('error', { error: { type, message: 'Sorry.' } })] });

      assert.deepEqual([failure.kind, failure.isRetryable], [kind, isRetryable]);
    });
  }

  const whole = start() + textBlock(0, 'Grüße aus Köln') + toolBlock(1, { name: 'read_file', json: ['{"path":', '"README.md"}'] });
  const umlaut = Buffer.from(whole).indexOf('ü') + 1;
  const broken: Readonly<Record<string, readonly Piece[]>> = {
    'no body at all': [],
    'no ending': [whole],
    'a reason but no ending': [whole, delta('tool_use')],
    'a cut between events': [whole, cut],
    'a cut inside an event': [whole.slice(0, -30), cut],
    'a cut inside the arguments': [start(), toolBlock(0, { name: 'read_file', json: ['{"path":'], isOpen: true }), cut],
    'a cut inside a character': [Buffer.from(whole).subarray(0, umlaut), cut],
    'an end inside an event': [whole.slice(0, -30)],
  };
  for (const [title, body] of Object.entries(broken)) {
    it(`takes ${title} for a failure worth retrying`, async () => {
      const failure = await failureOf({ body });

      assert.equal(failure.isRetryable, true);
      assert.match(failure.kind, /^(cut-off|network)$/);
    });
  }

  it('drops a turn with an event that is not JSON', async () => {
    const failure = await failureOf({ body: [start(), 'event: content_block_delta\ndata: {"type": garbage\n\n', end('end_turn')] });

    assert.deepEqual([failure.kind, failure.isRetryable], ['malformed', true]);
  });

  it('knows a stop reason that nobody announced', async () => {
    assert.equal((await failureOf({ body: [start(), textBlock(0, 'Hi'), end('teleported')] })).kind, 'malformed');
  });

  it('times out when nothing comes, and when it stops coming', async () => {
    const first = await failureOf({ beforeHeaders: 'stall', body: [] }, quick);
    const idle = await failureOf({ body: [start(), stall] }, quick);

    assert.deepEqual([first.kind, first.isRetryable], ['timeout', true]);
    assert.deepEqual([idle.kind, idle.isRetryable], ['timeout', true]);
  });

  it('waits through a slow stream that goes on', async () => {
    const server = await startFaultServer(() => ({ body: [start(), { pauseMs: 80 }, 'event: ping\ndata: {"type":"ping"}\n\n', { pauseMs: 80 }, textBlock(0, 'slow'), end('end_turn')] }));
    const events = await collect(modelAt(server.url, quick).streamTurn(request, new AbortController().signal));
    await server.close();

    assert.equal(events.at(-1)?.type, 'turn-end');
  });

  it('ends a stream of comments that never says anything', async () => {
    const failure = await failureOf({ body: Array.from({ length: 400 }, () => ': keep-alive '.repeat(100) + '\n') }, { bodyBytes: 100_000 });

    assert.equal(failure.kind, 'malformed');
  });

  it('does not inflate a compressed bomb', async () => {
    const bomb = gzipSync(Buffer.alloc(80 * 1_048_576, 58));
    const failure = await failureOf({ headers: { 'content-type': 'text/event-stream', 'content-encoding': 'gzip' }, body: [bomb] }, { bodyBytes: 1_000_000 });

    assert.equal(failure.kind, 'malformed');
  });

  it('follows no redirect, so the key goes nowhere else', async () => {
    const other = await startFaultServer(() => ({ body: [start(), end('end_turn')] }));
    const failure = await failureOf({ status: 307, headers: { location: `${other.url}/v1/messages` }, body: [] });
    await other.close();

    assert.deepEqual([failure.kind, failure.isRetryable, other.requests.length], ['network', false, 0]);
  });

  it('names an address that does not speak the protocol', async () => {
    const failure = await failureOf({ headers: { 'content-type': 'text/html' }, body: ['<html><body>Welcome</body></html>'] });

    assert.deepEqual([failure.kind, failure.isRetryable], ['malformed', false]);
    assert.match(failure.message, /text\/html/);
  });

  it('cannot reach what is not there', async () => {
    const gone = await startFaultServer(() => ({ body: [] }));
    await gone.close();
    const [event_] = await collect(modelAt(gone.url).streamTurn(request, new AbortController().signal));

    assert.ok(event_?.type === 'turn-failed');
    assert.deepEqual([event_.failure.kind, event_.failure.isRetryable], ['network', true]);
    assert.match(event_.failure.message, /ECONNREFUSED/);
  });

  it('breaks before the headers', async () => {
    assert.deepEqual((await failureOf({ beforeHeaders: 'cut', body: [] })).kind, 'network');
  });

  it('cleans and caps what an error body says, and keeps the key out of it', async () => {
    const page = `<html><head><style>b{}</style></head><body><h1>Error</h1>\u001b[31mYour key ${canaryKey} and Bearer ${canaryKey}\u001b[0m failed\u202e</body></html>`;
    const html = await failureOf({ status: 500, headers: { 'content-type': 'text/html' }, body: [page] });
    const huge = await failureOf({ status: 500, headers: { 'content-type': 'text/plain' }, body: [`${canaryKey} `.repeat(500_000)] });
    const echo = await failureOf({ status: 401, headers: { ...json, 'request-id': `req_${canaryKey}` }, body: [errorBody('authentication_error', `invalid x-api-key: ${canaryKey}`)] });

    assert.match(html.message, /Error Your key \[redacted\] and (Bearer )?\[redacted\] failed$/);
    for (const { message, requestId } of [html, huge, echo]) {
      assert.ok(message.length < 1_000);
      // oxlint-disable-next-line no-control-regex -- looking for what must not be there
      assert.doesNotMatch(`${message}${requestId ?? ''}`, /sk-ant|<|[\u0000-\u001f\u202e]/);
    }
  });

  it('reads only the beginning of an endless error body', async () => {
    const failure = await failureOf({ status: 502, headers: { 'content-type': 'text/plain' }, body: ['The proxy is down. ', stall] }, quick);

    assert.deepEqual([failure.kind, failure.isRetryable], ['server', true]);
    assert.match(failure.message, /The proxy is down/);
  });

  it('is cancelled by the signal, before and in the middle', async () => {
    const server = await startFaultServer(() => ({ body: [start(), textBlock(0, 'Begun'), stall] }));
    const model = modelAt(server.url);
    const before = await collect(model.streamTurn(request, AbortSignal.abort()));
    const control = new AbortController();
    const events = [];
    for await (const one of model.streamTurn(request, control.signal)) {
      events.push(one);
      control.abort();
    }
    await server.abandoned;
    await server.close();

    for (const all of [before, events]) {
      const last = all.at(-1);
      assert.ok(last?.type === 'turn-failed');
      assert.equal(last.failure.kind, 'cancelled');
    }
  });

  it('closes the connection when the reader leaves', async () => {
    const server = await startFaultServer(() => ({ body: [start(), textBlock(0, 'Begun'), stall] }));
    for await (const one of modelAt(server.url).streamTurn(request, new AbortController().signal)) {
      assert.equal(one.type, 'text-delta');
      break;
    }
    await server.abandoned;
    await server.close();
  });
});
