import type { FailureKind } from '../model/failure.ts';

/** Limits of one exchange with a vendor. */
export interface TransportLimits {
  /** Until the response's headers are there. */
  readonly firstByteMs: number;
  /** Longest silence inside the response. */
  readonly idleMs: number;
  /** Of an answer as a whole, after decompression. */
  readonly bodyBytes: number;
  /** Of an error's body; the rest is not read. */
  readonly errorBodyBytes: number;
}

export const defaultTransportLimits: TransportLimits = { firstByteMs: 120_000, idleMs: 90_000, bodyBytes: 64 * 1_048_576, errorBodyBytes: 64 * 1_024 };

/** What went wrong with the exchange itself, where it was seen. */
export class TransportError extends Error {
  override readonly name = 'TransportError';
  readonly kind: FailureKind;
  readonly isRetryable: boolean;

  constructor(kind: FailureKind, message: string, isRetryable: boolean) {
    super(message);
    this.kind = kind;
    this.isRetryable = isRetryable;
  }
}

/** `fetch` that follows no redirect, takes only an event stream for a success, and bounds silence and size. */
export function guardedFetch(limits: TransportLimits): typeof fetch {
  return async (input, init) => {
    const response = await fetch(input, { ...init, redirect: 'manual' });
    if (response.ok) requireEventStream(response);
    const body = response.body === null ? null : watch(response.body, response.ok ? successGuard(limits) : errorGuard(limits));
    return new Response(body, { status: response.status, statusText: response.statusText, headers: response.headers });
  };
}

function requireEventStream(response: Response): void {
  const type = response.headers.get('content-type') ?? 'no content type';
  if (type.includes('text/event-stream')) return;
  void response.body?.cancel();
  throw new TransportError('malformed', `It answered with ${type} instead of an event stream. Check the model address.`, false);
}

/** Says what happens at each limit: an error to raise, or `null` to end the body there. */
interface Guard {
  readonly idleMs: number;
  readonly bytes: number;
  readonly onIdle: TransportError | null;
  readonly onSize: TransportError | null;
}

function successGuard({ idleMs, bodyBytes }: TransportLimits): Guard {
  return {
    idleMs,
    bytes: bodyBytes,
    onIdle: new TransportError('timeout', `It stopped sending for ${idleMs / 1_000} seconds in the middle of its answer.`, true),
    onSize: new TransportError('malformed', `Its answer is larger than ${bodyBytes} bytes.`, false),
  };
}

/** A slow or endless error body still is that error: what came so far is enough. */
function errorGuard({ idleMs, errorBodyBytes }: TransportLimits): Guard {
  return { idleMs: Math.min(idleMs, 10_000), bytes: errorBodyBytes, onIdle: null, onSize: null };
}

function watch(body: ReadableStream<Uint8Array>, guard: Guard): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  let bytes = 0;
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const read = await withinIdle(reader.read(), guard.idleMs);
      if (read === 'idle') return stop(controller, guard.onIdle);
      if (read.done) return controller.close();
      bytes += read.value.byteLength;
      if (bytes > guard.bytes) return stop(controller, guard.onSize);
      controller.enqueue(read.value);
    },
    cancel: (reason) => reader.cancel(reason),
  });

  function stop(controller: ReadableStreamDefaultController<Uint8Array>, error: TransportError | null): void {
    if (error === null) controller.close();
    else controller.error(error);
    reader.cancel().catch(() => undefined);
  }
}

async function withinIdle<T>(work: Promise<T>, idleMs: number): Promise<T | 'idle'> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const idle = new Promise<'idle'>((resolve) => {
    timer = setTimeout(() => resolve('idle'), idleMs);
  });
  try {
    return await Promise.race([work, idle]);
  } finally {
    clearTimeout(timer);
  }
}
