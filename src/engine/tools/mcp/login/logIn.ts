import { randomBytes } from 'node:crypto';
import { revealHidden } from '../../../base/hiddenText.ts';
import { messageOf } from '../../../base/messageOf.ts';
import { redact } from '../../../base/redact.ts';
import { err, ok, type Result } from '../../../base/result.ts';
import { addressProblem } from '../../../base/webAddress.ts';
import { failed, type Failure } from '../../../model/failure.ts';
import type { BrowserVisit, Login, LoginStore } from '../../../ports/logins.ts';
import { loginProvider } from './loginProvider.ts';
import { safeFetch } from './safeFetch.ts';

export interface LoggingIn {
  readonly name: string;
  readonly url: string;
  readonly web: typeof fetch;
  readonly store: LoginStore;
  readonly visit: BrowserVisit;
}

/** Authorization code with PKCE, as the protocol says. Nothing is kept before the whole login has succeeded. */
export async function logIn({ name, url, web, store, visit }: LoggingIn, signal: AbortSignal): Promise<Result<null, Failure>> {
  try {
    const brought = await tokensFor({ url, web: safeFetch(web), visit }, signal);
    if (!brought.ok) return err(failed('auth', `The login to the MCP server "${name}" did not succeed. ${brought.error}`));
    await store.write(brought.value);
    return ok(null);
  } catch (error) {
    if (signal.aborted) return err(failed('cancelled', 'Stopped before the login was done.'));
    return err(failed('auth', `The login to the MCP server "${name}" did not succeed. ${redact(revealHidden(messageOf(error)), []).slice(0, 1_000)}`));
  }
}

async function tokensFor({ url, web, visit }: Pick<LoggingIn, 'url' | 'web' | 'visit'>, signal: AbortSignal): Promise<Result<Login, string>> {
  const sdk = await import('@modelcontextprotocol/client');
  const challenge = await web(url, { method: 'POST', headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream' }, body: greeting, signal });
  await challenge.body?.cancel();
  if (challenge.status !== 401) return err(`It does not ask for one (it answered ${challenge.status}).`);
  const { resourceMetadataUrl, scope } = sdk.extractWWWAuthenticateParams(challenge);
  const state = randomBytes(24).toString('base64url');
  let address: URL | undefined;
  let login: Login | undefined;
  const provider = loginProvider({
    login: undefined, redirectUrl: visit.redirectUrl, state,
    onRedirect: (to) => void (address = to),
    onTokens: (given) => Promise.resolve(void (login = given)),
    onRefused: () => Promise.resolve(),
  });
  const options = { serverUrl: url, fetchFn: web, ...(resourceMetadataUrl && { resourceMetadataUrl }), ...(scope !== undefined && { scope }) };
  await sdk.auth(provider, options);
  if (address === undefined) return err('Its login leads nowhere.');
  const problem = addressProblem(address.href);
  if (problem !== undefined) return err(`Its login page ${problem}.`);
  const back = await visit.go(address, state, signal);
  if (!back.ok) return back;
  const [code, iss] = [back.value.get('code'), back.value.get('iss')];
  if (code === null) return err('Its login page answered without a code: the login was refused there.');
  await sdk.auth(provider, { ...options, authorizationCode: code, ...(iss !== null && { iss }) });
  return login === undefined ? err('Its login gave no token.') : ok(login);
}

const greeting = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'phasegate', version: '1' } } });
