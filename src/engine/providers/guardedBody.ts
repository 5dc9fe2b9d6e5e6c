import { TransportError } from './transportError.ts';

export interface BodyGuard {
  readonly bytes: number;
  readonly idleMs: number;
  /** On the clock of `performance.now()`. */
  readonly endsAtMs: number;
  /** For the message only. */
  readonly totalMs: number;
}

/** A body that errors with `TransportError` when it is too long, too slow, or silent for too long. Bytes are counted after decompression. */
export function guardedBody(body: ReadableStream<Uint8Array>, guard: BodyGuard): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  let bytes = 0;
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const read = await within(reader.read(), guard);
      if (read instanceof TransportError) return stop(controller, read);
      if (read.done) return controller.close();
      bytes += read.value.byteLength;
      if (bytes > guard.bytes) return stop(controller, new TransportError('malformed', `Its answer is larger than ${guard.bytes} bytes.`, false));
      controller.enqueue(read.value);
    },
    cancel: (reason) => reader.cancel(reason),
  });

  function stop(controller: ReadableStreamDefaultController<Uint8Array>, error: TransportError): void {
    controller.error(error);
    reader.cancel().catch(() => undefined);
  }
}

async function within<T>(work: Promise<T>, { idleMs, endsAtMs, totalMs }: BodyGuard): Promise<T | TransportError> {
  const leftMs = Math.max(0, endsAtMs - performance.now());
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<TransportError>((resolve) => {
    timer = setTimeout(() => resolve(leftMs < idleMs ? tooLong(totalMs) : tooSilent(idleMs)), Math.min(idleMs, leftMs));
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

function tooSilent(idleMs: number): TransportError {
  return new TransportError('timeout', `It stopped sending for ${idleMs / 1_000} seconds in the middle of its answer.`, true);
}

function tooLong(totalMs: number): TransportError {
  return new TransportError('timeout', `Its answer was not complete after ${totalMs / 1_000} seconds.`, true);
}
