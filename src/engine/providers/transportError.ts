import type { FailureKind } from '../model/failure.ts';

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

/** The vendor answered, and the answer is an error: its status, headers and as much of its body as was worth reading. */
export class HttpError extends Error {
  override readonly name = 'HttpError';
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;

  constructor(status: number, headers: Headers, body: string) {
    super(`HTTP ${status}`);
    this.status = status;
    this.headers = headers;
    this.body = body;
  }
}

/** An error that arrived inside an answer which began well. */
export class StreamedError extends Error {
  override readonly name = 'StreamedError';
  /** The error as the vendor put it. */
  readonly body: unknown;

  constructor(body: unknown) {
    super('The answer contains an error.');
    this.body = body;
  }
}
