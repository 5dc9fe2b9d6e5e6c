import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { err, ok, type Result } from '../base/result.ts';
import type { BrowserVisit } from '../ports/logins.ts';

export interface LoopbackVisitOptions {
  /** Shows the address to the person and opens it; `false` where they do not want to go. */
  readonly open: (address: URL) => Promise<boolean>;
  /** The address under which the person's browser reaches one of this machine; the same unless given. */
  readonly toExternal?: (address: string) => Promise<string>;
}

const longestMs = 300_000;

/** Listens on this machine, at a port of the system's choice, for as long as `work` lasts. Only a return with the right state counts. */
export async function withLoopbackVisit<T>({ open, toExternal = (address) => Promise.resolve(address) }: LoopbackVisitOptions, work: (visit: BrowserVisit) => Promise<T>): Promise<T> {
  let expected: { readonly state: string; readonly resolve: (parameters: URLSearchParams) => void } | undefined;
  const server = createServer((request, response) => {
    const back = returnOf(request, expected?.state);
    answer(response, back !== undefined);
    if (back) expected?.resolve(back);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const at = server.address();
  const port = typeof at === 'object' && at !== null ? at.port : 0;
  try {
    return await work({
      redirectUrl: await toExternal(`http://127.0.0.1:${port}/callback`),
      async go(address, state, signal) {
        const returned = new Promise<URLSearchParams>((resolve) => (expected = { state, resolve }));
        if (!(await open(address))) return err('You did not go to its login page.');
        return Promise.race([returned.then(ok), overOf(signal)]);
      },
    });
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

function returnOf({ method, url = '' }: IncomingMessage, state: string | undefined): URLSearchParams | undefined {
  const { pathname, searchParams } = new URL(url, 'http://127.0.0.1');
  return method === 'GET' && pathname.endsWith('/callback') && state !== undefined && searchParams.get('state') === state ? searchParams : undefined;
}

function answer(response: ServerResponse, isRight: boolean): void {
  response.writeHead(isRight ? 200 : 400, { 'content-type': 'text/plain; charset=utf-8', 'content-security-policy': "default-src 'none'", 'cache-control': 'no-store' });
  response.end(isRight ? 'Phasegate has what it needs. You can close this page.' : 'This page is for the way back from a login that Phasegate began.');
}

function overOf(signal: AbortSignal): Promise<Result<never, string>> {
  const over = AbortSignal.any([signal, AbortSignal.timeout(longestMs)]);
  const end = (): Result<never, string> => err(signal.aborted ? 'It was stopped.' : `You were not back within ${longestMs / 60_000} minutes.`);
  return new Promise((resolve) => (over.aborted ? resolve(end()) : over.addEventListener('abort', () => resolve(end()), { once: true })));
}
