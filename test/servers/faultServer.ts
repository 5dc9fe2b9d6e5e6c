import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

/** Part of a body: bytes, a pause, silence until the client leaves, or the connection torn down. */
export type Piece = string | Uint8Array | { readonly pauseMs: number } | { readonly type: 'stall' | 'cut' };

export const stall: Piece = { type: 'stall' };
export const cut: Piece = { type: 'cut' };

/** An answer, byte for byte. Ends normally after the last piece unless that is a stall or a cut. */
export interface Reply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: readonly Piece[];
  /** Sends every text in pieces of this many bytes. */
  readonly dripBytes?: number;
  /** Holds back the headers too. */
  readonly beforeHeaders?: 'stall' | 'cut';
}

export interface ReceivedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: unknown;
  /** Zero-based. */
  readonly index: number;
}

export interface FaultServer {
  readonly url: string;
  readonly requests: readonly ReceivedRequest[];
  /** Resolves when a client has left before its answer was complete. */
  readonly abandoned: Promise<void>;
  close(): Promise<void>;
}

/** An HTTP server on loopback whose answers are given byte for byte. */
export async function startFaultServer(answer: (request: ReceivedRequest) => Reply): Promise<FaultServer> {
  const requests: ReceivedRequest[] = [];
  const stop = new AbortController();
  let leave: () => void = () => undefined;
  const abandoned = new Promise<void>((resolve) => {
    leave = resolve;
  });
  const server = createServer((incoming, response) => {
    response.on('close', () => {
      if (!response.writableFinished) leave();
    });
    void handle(incoming, response).catch(() => response.destroy());
  });

  async function handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = { method: incoming.method ?? '', path: incoming.url ?? '', headers: incoming.headers, body: parse(await readAll(incoming)), index: requests.length };
    requests.push(request);
    await send(response, answer(request), stop.signal);
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    abandoned,
    close() {
      stop.abort();
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

async function send(response: ServerResponse, { status = 200, headers = { 'content-type': 'text/event-stream' }, body, dripBytes, beforeHeaders }: Reply, signal: AbortSignal): Promise<void> {
  if (beforeHeaders === 'cut') return void response.destroy();
  if (beforeHeaders === 'stall') return;
  response.writeHead(status, headers);
  response.flushHeaders();
  for (const piece of body) {
    if (typeof piece === 'string' || piece instanceof Uint8Array) await write(response, Buffer.from(piece), dripBytes);
    else if ('pauseMs' in piece) await wait(piece.pauseMs, undefined, { signal });
    else if (piece.type === 'stall') return;
    else return await breakConnection(response, signal);
  }
  response.end();
}

/** What was written must reach the client before the connection breaks. */
async function breakConnection(response: ServerResponse, signal: AbortSignal): Promise<void> {
  await wait(20, undefined, { signal });
  response.destroy();
}

async function write(response: ServerResponse, bytes: Uint8Array, dripBytes = bytes.length): Promise<void> {
  for (let at = 0; at < bytes.length; at += dripBytes) {
    const isDrained = response.write(bytes.subarray(at, at + dripBytes));
    if (!isDrained) await new Promise((resolve) => response.once('drain', resolve).once('close', resolve));
    else if (dripBytes < bytes.length) await wait(1);
    if (response.destroyed) return;
  }
}

async function readAll(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
