import type { OAuthClientMetadata, OAuthClientProvider, OAuthDiscoveryState, StoredOAuthClientInformation, StoredOAuthTokens } from '@modelcontextprotocol/client';
import * as z from 'zod';
import type { Login } from '../../../ports/logins.ts';

const object = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Written by us, read by us; the client checks what it uses. */
const detailsShape = z.object({
  redirectUrl: z.string(),
  tokens: z.custom<Omit<StoredOAuthTokens, 'access_token' | 'refresh_token'>>(object),
  client: z.custom<StoredOAuthClientInformation>(object).optional(),
  discovery: z.custom<OAuthDiscoveryState>(object).optional(),
});

export interface ProviderOptions {
  readonly login: Login | undefined;
  readonly redirectUrl: string;
  readonly state: string;
  /** Where the browser would have to go. */
  readonly onRedirect: (address: URL) => void;
  readonly onTokens: (login: Login) => Promise<void>;
  /** The server or its login does not take what is kept. */
  readonly onRefused: () => Promise<void>;
}

/** What the protocol's client asks during a login, and when it renews one. */
export function loginProvider({ login, redirectUrl, state, onRedirect, onTokens, onRefused }: ProviderOptions): OAuthClientProvider {
  const known = login === undefined ? undefined : readDetails(login.details);
  let { tokens, client, discovery } = { tokens: login && known && tokensOf(login, known.tokens), client: known?.client, discovery: known?.discovery };
  let verifier = '';
  const returnsTo = known?.redirectUrl ?? redirectUrl;
  return {
    redirectUrl: returnsTo,
    clientMetadata: metadata(returnsTo),
    state: () => state,
    clientInformation: () => client,
    saveClientInformation: (information) => void (client = information),
    tokens: () => tokens,
    async saveTokens(given) {
      const { access_token: accessToken, refresh_token: refreshToken = null, ...rest } = (tokens = given);
      await onTokens({ accessToken, refreshToken, details: JSON.stringify({ redirectUrl: returnsTo, tokens: rest, client, discovery }) });
    },
    redirectToAuthorization: onRedirect,
    saveCodeVerifier: (text) => void (verifier = text),
    codeVerifier: () => verifier,
    saveDiscoveryState: (found) => void (discovery = found),
    discoveryState: () => discovery,
    async invalidateCredentials(scope) {
      if (scope === 'all' || scope === 'client') client = undefined;
      if (scope === 'all' || scope === 'discovery') discovery = undefined;
      if (scope !== 'all' && scope !== 'tokens') return;
      tokens = undefined;
      await onRefused();
    },
  };
}

/** A public client: nothing that could be kept secret in a program on the person's own machine. */
function metadata(redirectUrl: string): OAuthClientMetadata {
  return { client_name: 'Phasegate', redirect_uris: [redirectUrl], grant_types: ['authorization_code', 'refresh_token'], response_types: ['code'], token_endpoint_auth_method: 'none' };
}

function tokensOf({ accessToken, refreshToken }: Login, rest: Omit<StoredOAuthTokens, 'access_token' | 'refresh_token'>): StoredOAuthTokens {
  return { ...rest, access_token: accessToken, ...(refreshToken !== null && { refresh_token: refreshToken }) };
}

function readDetails(text: string): z.infer<typeof detailsShape> | undefined {
  try {
    return detailsShape.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
