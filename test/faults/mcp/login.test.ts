import assert from 'node:assert/strict';
import { loopbackBrowser } from '../../servers/mcp/loopbackBrowser.ts';
import { type LoginServer, loginServer } from '../../servers/mcp/loginServer.ts';
import { withLoopbackVisit } from '../../../src/engine/node/loopbackVisit.ts';
import { webFetch } from '../../../src/engine/node/webFetch.ts';
import type { Login, Logins } from '../../../src/engine/ports/logins.ts';
import { logIn } from '../../../src/engine/tools/mcp/login/logIn.ts';
import { mcpFixture, type McpFixture, type SourceOptions } from '../../engine/tools/mcp/mcpFixture.ts';

const echo = 'mcp__web__echo';
const limits = { startMs: 5_000, greetingMs: 1_000 };

describe('an MCP server behind a login', () => {
  let at: McpFixture;
  let server: LoginServer;
  let kept: Login | undefined;
  let went: URL[];
  beforeEach(async () => {
    [at, server, kept, went] = [await mcpFixture(), await loginServer(), undefined, []];
    at.define('web', { transport: 'http', url: server.url, headers: {} });
  });
  afterEach(async () => {
    await at.dispose();
    server.stop();
  });

  const logins: Logins = () => ({ read: () => Promise.resolve(kept), write: (login) => Promise.resolve(void (kept = login)), remove: () => Promise.resolve(void (kept = undefined)) });
  const options: SourceOptions = { limits, logins };
  const place = { server: 'web', source: 'workspace', definition: '' as never } as const;

  it('says that it asks for one, and asks nobody by itself', async () => {
    const opened = await at.open([echo], options);
    assert.equal(!opened.ok && opened.error.kind, 'auth');
    assert.match(opened.ok ? '' : opened.error.message, /asks for a login, or refuses the one it was given\. In VS Code, use "Log In to MCP Server"/);
    assert.deepEqual(server.asked.filter((path) => path !== '/mcp'), []);
  });

  it('is used after the person went there and back; the token is renewed when it has run out', async () => {
    assert.deepEqual(await login(), { ok: true, value: null });
    assert.equal(kept?.accessToken, server.tokens.access);
    assert.ok(!kept.details.includes('canary'), 'tokens stand by themselves');
    const [page] = went;
    assert.deepEqual([page?.searchParams.get('code_challenge_method'), page?.searchParams.get('resource')], ['S256', server.url]);
    assert.deepEqual(await at.call(echo, {}, options), { outcome: 'ok', output: 'behind the login' });
    const first = kept.accessToken;
    server.expire();
    assert.deepEqual(await at.call(echo, {}, options), { outcome: 'ok', output: 'behind the login' });
    assert.notEqual(kept.accessToken, first);
    assert.equal(went.length, 1);
  });

  it('whose login was taken back says so, and the login is forgotten', async () => {
    await login();
    server.revoke();
    const result = await at.call(echo, {}, options);
    assert.match(result.output, /asks for a login, or refuses/);
    assert.ok(!result.output.includes('canary'));
    assert.equal(kept, undefined);
    assert.equal(went.length, 1, 'nothing is opened without the person');
  });

  it('leads nowhere that must not be reached, and to no other issuer', async () => {
    server.fault = 'login-elsewhere';
    assert.match(told(await login()), /169\.254\.169\.254.*link-local/);
    server.fault = 'other-issuer';
    assert.match(told(await login()), /did not succeed/);
    server.fault = 'no-pkce';
    assert.match(told(await login()), /did not succeed/);
    assert.deepEqual([went, kept], [[], undefined]);
  });

  it('is not logged in to by a return that nobody began, or when the person stays away', async () => {
    const forged = await login(async (address) => {
      const back = new URL(address.searchParams.get('redirect_uri') ?? '');
      for (const query of ['code=stolen', 'code=stolen&state=guess', '']) assert.equal((await fetch(`${back.href}?${query}`)).status, 400);
      return false;
    });
    assert.match(told(forged), /You did not go to its login page/);
    const stop = new AbortController();
    const waiting = login(() => (setTimeout(() => stop.abort(), 50), Promise.resolve(true)), stop.signal);
    assert.match(told(await waiting), /It was stopped/);
    assert.equal(kept, undefined);
  });

  it('that asks for none is not logged in to', async () => {
    await login();
    server.asked.length = 0;
    kept = undefined;
    at.define('web', { transport: 'http', url: `${server.origin}/register`, headers: {} });
    const result = await withLoopbackVisit({ open: () => Promise.resolve(true) }, (visit) => logIn({ name: 'web', url: `${server.origin}/register`, web, store: logins(place), visit }, new AbortController().signal));
    assert.match(told(result), /does not ask for one \(it answered 201\)/);
  });

  const web = webFetch({ headersMs: 5_000, messageBytes: 100_000 });

  /** The browser follows where it is led, unless told otherwise. */
  function login(open: (address: URL) => Promise<boolean> = async (address) => (went.push(address), await loopbackBrowser(address), true), signal = new AbortController().signal) {
    return withLoopbackVisit({ open }, (visit) => logIn({ name: 'web', url: server.url, web, store: logins(place), visit }, signal));
  }

  function told(result: Awaited<ReturnType<typeof login>>): string {
    return result.ok ? 'ok' : result.error.message;
  }
});
