import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mcpFixture, type McpFixture } from '../../engine/tools/mcp/mcpFixture.ts';

const echo = 'mcp__hostile__echo';
const limits = { startMs: 3_000, greetingMs: 500, callMs: 400, longestCallMs: 800, messageBytes: 100_000 };

type Answer = (response: ServerResponse, id: unknown) => void;

describe('a hostile MCP server on the web', () => {
  let at: McpFixture;
  let server: Server;
  let requests: IncomingMessage[];
  let other: number;
  /** To a call; everything before it is answered as it should be. */
  let answer: Answer;
  let greeting: Answer | undefined;
  beforeEach(async () => {
    at = await mcpFixture();
    requests = [];
    other = 0;
    greeting = undefined;
    answer = (response, id) => json(response, { jsonrpc: '2.0', id, result: { content: [{ type: 'text', text: 'hi' }] } });
    server = createServer((request, response) => void handle(request, response));
    server.listen(0);
    await once(server, 'listening');
    at.define('hostile', { transport: 'http', url: `${origin()}/mcp`, headers: { 'X-Given': 'yes' } });
  });
  afterEach(async () => {
    await at.dispose();
    server.closeAllConnections();
    server.close();
  });

  const call = () => at.call(echo, {}, { limits });

  it('none: it answers, and gets the headers of its definition and no others of ours', async () => {
    assert.deepEqual(await call(), { outcome: 'ok', output: 'hi' });
    assert.ok(requests.length > 0 && requests.every(({ headers }) => headers['x-given'] === 'yes'));
    assert.ok(requests.every(({ headers }) => headers.cookie === undefined && headers.authorization === undefined));
  });

  it('a redirect to another place is not followed', async () => {
    for (const location of [`${origin().replace('127.0.0.1', 'localhost')}/other`, `${origin().replace('127.0.0.1', '127.0.0.2')}/other`, 'http://169.254.169.254/', 'file:///etc/passwd']) {
      for (const status of [301, 302, 307, 308]) {
        answer = (response) => response.writeHead(status, { location }).end();
        assert.equal((await call()).outcome, 'error', `${status} ${location}`);
      }
    }
    assert.equal(other, 0);
  });

  it('an answer without end is cut off, in one piece and as events', async () => {
    answer = (response) => flood(response.writeHead(200, { 'content-type': 'application/json' }), 'x'.repeat(50_000));
    const whole = await call();
    assert.deepEqual([whole.outcome, /more than 100,000/.test(whole.output)], ['error', true], whole.output);
    answer = (response) => flood(response.writeHead(200, { 'content-type': 'text/event-stream' }), `data: ${'x'.repeat(50_000)}`);
    assert.notEqual((await call()).outcome, 'ok');
  });

  it('silence ends after its time', async () => {
    answer = () => undefined;
    assert.equal((await call()).outcome, 'timeout');
    answer = (response) => response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
    assert.equal((await call()).outcome, 'timeout');
  });

  it('what is no message is an error', async () => {
    for (const [type, body] of [['application/json', '{"half":'], ['text/html', '<h1>no</h1>'], ['application/json', '[]'], ['application/json', '{"jsonrpc":"2.0","id":"constructor","result":{}}']] as const) {
      answer = (response) => response.writeHead(200, { 'content-type': type }).end(body);
      assert.notEqual((await call()).outcome, 'ok', body);
    }
  });

  it('errors of the protocol beneath are told in short, with keys blacked out', async () => {
    for (const status of [400, 404, 429, 500, 503]) {
      answer = (response) => response.writeHead(status).end(`trouble sk-ant-api03-abcdefghijklmnopqrstuvwxyz012345 ${'x'.repeat(50_000)}`);
      const { outcome, output } = await call();
      assert.equal(outcome, 'error', String(status));
      assert.ok(!output.includes('abcdefghijkl') && output.length < 3_000, output);
    }
  });

  it('a login it asks for is the person\'s to give', async () => {
    greeting = (response) => response.writeHead(401, { 'www-authenticate': `Bearer resource_metadata="${origin()}/other"` }).end();
    const opened = await at.open([echo], { limits });
    assert.equal(!opened.ok && opened.error.kind, 'auth');
    assert.match(opened.ok ? '' : opened.error.message, /asks for a login/);
    assert.equal(other, 0);
  });

  it('where nobody listens, the error says so', async () => {
    at.define('hostile', { transport: 'http', url: 'http://127.0.0.1:9/mcp', headers: {} });
    const opened = await at.open([echo], { limits });
    assert.equal(!opened.ok && opened.error.kind, 'network', JSON.stringify(opened));
  });

  it('places that must not be reached are not', async () => {
    for (const url of ['http://169.254.169.254/', 'http://example.com/mcp', 'ftp://127.0.0.1/', 'http://user:pass@127.0.0.1/', 'http://0.0.0.0:1/', 'http://[::ffff:169.254.169.254]/', 'http://2852039166/']) {
      at.define('hostile', { transport: 'http', url, headers: {} });
      const opened = await at.open([echo], { limits });
      assert.equal(!opened.ok && opened.error.kind, 'bad-input', url);
    }
    assert.deepEqual(requests, []);
  });

  function origin(): string {
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    requests.push(request);
    if (request.url === '/other') other += 1;
    if (request.method !== 'POST') return void response.writeHead(405).end();
    const text = (await request.toArray()).map(String).join('');
    const { id, method } = JSON.parse(text) as { readonly id?: unknown; readonly method: string };
    if (greeting) return greeting(response, id);
    if (id === undefined) return void response.writeHead(202).end();
    if (method === 'initialize') return json(response, { jsonrpc: '2.0', id, result: { protocolVersion: '2025-06-18', capabilities: { tools: {} }, serverInfo: { name: 'hostile', version: '1' } } });
    if (method === 'tools/list') return json(response, { jsonrpc: '2.0', id, result: { tools: [{ name: 'echo', inputSchema: { type: 'object' } }] } });
    if (method === 'tools/call') return answer(response, id);
    return json(response, { jsonrpc: '2.0', id, error: { code: -32_601, message: 'Method not found' } });
  }
});

function json(response: ServerResponse, message: object): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(message));
}

function flood(response: ServerResponse, piece: string): void {
  if (response.destroyed) return;
  if (response.write(piece)) setImmediate(() => flood(response, piece));
  else response.once('drain', () => flood(response, piece));
}
