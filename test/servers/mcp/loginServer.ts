import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An MCP server on the web behind a login of its own: discovery, registration, authorization code with PKCE, refresh. */
export interface LoginServer {
  readonly url: string;
  readonly origin: string;
  /** Paths that were asked for, in order. */
  readonly asked: string[];
  /** Tokens that were given out. */
  readonly tokens: { access: string; refresh: string };
  /** From now on the access token is not taken any more. */
  expire(): void;
  /** Nor the refresh token. */
  revoke(): void;
  /** What it does wrong. */
  fault: 'none' | 'login-elsewhere' | 'no-pkce' | 'other-issuer';
  stop(): void;
}

export async function loginServer(): Promise<LoginServer> {
  const codes = new Map<string, { readonly challenge: string; readonly redirect: string }>();
  let [valid, renewable] = ['', ''];
  const http = createServer((request, response) => void handle(request, response));
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const origin = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  const server: LoginServer = {
    url: `${origin}/mcp`, origin, asked: [], tokens: { access: '', refresh: '' }, fault: 'none',
    expire: () => void (valid = ''),
    revoke: () => void ([valid, renewable] = ['', '']),
    stop: () => (http.closeAllConnections(), http.close()),
  };
  return server;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', origin);
    const body = (await request.toArray()).map(String).join('');
    server.asked.push(pathname);
    switch (pathname) {
      case '/.well-known/oauth-protected-resource/mcp':
        return json(response, 200, { resource: server.url, authorization_servers: [server.fault === 'login-elsewhere' ? 'http://169.254.169.254' : origin] });
      case '/.well-known/oauth-authorization-server':
        return json(response, 200, { issuer: server.fault === 'other-issuer' ? 'https://example.com' : origin, authorization_endpoint: `${origin}/authorize`, token_endpoint: `${origin}/token`, registration_endpoint: `${origin}/register`, response_types_supported: ['code'], code_challenge_methods_supported: server.fault === 'no-pkce' ? ['plain'] : ['S256'], token_endpoint_auth_methods_supported: ['none'] });
      case '/register':
        return json(response, 201, { ...(JSON.parse(body) as object), client_id: 'client-1' });
      case '/authorize':
        return authorize(searchParams, response);
      case '/token':
        return token(new URLSearchParams(body), response);
      case '/mcp':
        return request.method === 'POST' ? answer(request, JSON.parse(body) as Message, response) : void response.writeHead(405).end();
      default:
        return void response.writeHead(404).end();
    }
  }

  /** The person says yes at once. */
  function authorize(wanted: URLSearchParams, response: ServerResponse): void {
    const code = randomBytes(8).toString('hex');
    codes.set(code, { challenge: wanted.get('code_challenge') ?? '', redirect: wanted.get('redirect_uri') ?? '' });
    const back = new URL(wanted.get('redirect_uri') ?? '');
    back.search = new URLSearchParams({ code, state: wanted.get('state') ?? '' }).toString();
    response.writeHead(302, { location: back.href }).end();
  }

  function token(form: URLSearchParams, response: ServerResponse): void {
    const code = codes.get(form.get('code') ?? '');
    codes.delete(form.get('code') ?? '');
    const challenge = createHash('sha256').update(form.get('code_verifier') ?? '').digest('base64url');
    const isFirst = form.get('grant_type') === 'authorization_code' && code?.challenge === challenge && code.redirect === form.get('redirect_uri');
    const isRenewed = form.get('grant_type') === 'refresh_token' && renewable !== '' && form.get('refresh_token') === renewable;
    if (!isFirst && !isRenewed) return json(response, 400, { error: 'invalid_grant' });
    [valid, renewable] = [`canary-access-${randomBytes(8).toString('hex')}`, `canary-refresh-${randomBytes(8).toString('hex')}`];
    Object.assign(server.tokens, { access: valid, refresh: renewable });
    json(response, 200, { access_token: valid, refresh_token: renewable, token_type: 'Bearer', expires_in: 3_600 });
  }

  interface Message {
    readonly id?: number;
    readonly method: string;
  }

  function answer({ headers }: IncomingMessage, { id, method }: Message, response: ServerResponse): void {
    if (valid === '' || headers.authorization !== `Bearer ${valid}`) return void response.writeHead(401, { 'www-authenticate': `Bearer resource_metadata="${origin}/.well-known/oauth-protected-resource/mcp"` }).end();
    if (id === undefined) return void response.writeHead(202).end();
    if (method === 'initialize') return json(response, 200, { jsonrpc: '2.0', id, result: { protocolVersion: '2025-06-18', capabilities: { tools: {} }, serverInfo: { name: 'login', version: '1' } } });
    if (method === 'tools/list') return json(response, 200, { jsonrpc: '2.0', id, result: { tools: [{ name: 'echo', inputSchema: { type: 'object' } }] } });
    if (method === 'tools/call') return json(response, 200, { jsonrpc: '2.0', id, result: { content: [{ type: 'text', text: 'behind the login' }] } });
    json(response, 200, { jsonrpc: '2.0', id, error: { code: -32_601, message: 'Method not found' } });
  }
}

function json(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
