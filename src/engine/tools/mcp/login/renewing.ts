import type { OAuthClientProvider } from '@modelcontextprotocol/client';
import type { LoginStore } from '../../../ports/logins.ts';
import { loginProvider } from './loginProvider.ts';

/** For a server that the person logged in to: its token, renewed when it has run out. A login anew is the person's to begin. */
export async function renewing(store: LoginStore): Promise<OAuthClientProvider | undefined> {
  const login = await store.read();
  if (login === undefined) return undefined;
  return loginProvider({ login, redirectUrl: 'http://127.0.0.1/callback', state: '', onRedirect: () => undefined, onTokens: (renewed) => store.write(renewed), onRefused: () => store.remove() });
}
