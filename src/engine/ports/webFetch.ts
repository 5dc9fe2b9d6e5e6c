/** What one exchange with a web server may be. */
export interface FetchLimits {
  /** Until the response's headers are there. */
  readonly headersMs: number;
  /** Of a response with an end, and of one event in a stream of events. */
  readonly messageBytes: number;
}

/**
 * `fetch` with limits. Follows no redirect by itself, and sends no cookies or keys of its own. A response that is too large ends with an
 * error while it is read.
 */
export type WebFetch = (limits: FetchLimits) => typeof fetch;
