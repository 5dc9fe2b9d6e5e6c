import { HttpError, TransportError } from './transportError.ts';
import { guardedBody } from './guardedBody.ts';

/** Limits of one exchange with a vendor. */
export interface TransportLimits {
  /** Until the response's headers are there. */
  readonly firstByteMs: number;
  /** Longest silence inside the response. */
  readonly idleMs: number;
  /** Of the whole exchange, however much comes. */
  readonly totalMs: number;
  /** Of an answer as a whole, after decompression. */
  readonly bodyBytes: number;
  /** Of an error's body; the rest is not read. */
  readonly errorBodyBytes: number;
}

export const defaultTransportLimits: TransportLimits = { firstByteMs: 120_000, idleMs: 90_000, totalMs: 1_800_000, bodyBytes: 64 * 1_048_576, errorBodyBytes: 64 * 1_024 };

export interface FetchRules {
  readonly limits: TransportLimits;
  /** Also takes a whole JSON document for an answer, as the one event of a stream: servers that cannot stream send that. */
  readonly acceptsJson?: boolean;
  /** The answer is a JSON document and nothing else. */
  readonly wantsJson?: boolean;
  /** Called with the headers of whatever answers. */
  readonly onHeaders?: (headers: Headers) => void;
}

/**
 * `fetch` that follows no redirect, takes only an event stream (or, where that is wanted, JSON) for a success, and bounds silence, time and size.
 * Rejects with `HttpError` for every status but success, with `TransportError` where a limit is reached.
 */
export function guardedFetch(rules: FetchRules): typeof fetch {
  const { limits } = rules;
  return async (input, init) => {
    const endsAtMs = performance.now() + limits.totalMs;
    const response = await answerOf(input, init, limits);
    rules.onHeaders?.(response.headers);
    if (!response.ok) throw new HttpError(response.status, response.headers, await errorText(response, limits));
    const type = response.headers.get('content-type') ?? 'no content type';
    const body = response.body === null ? null : guardedBody(response.body, { bytes: limits.bodyBytes, idleMs: limits.idleMs, endsAtMs, totalMs: limits.totalMs });
    if (rules.wantsJson === true ? type.includes('json') : type.includes('text/event-stream')) return new Response(body, { status: response.status, headers: response.headers });
    if (rules.acceptsJson === true && type.includes('json')) return asEventStream(await new Response(body).text(), response);
    void response.body?.cancel().catch(() => undefined);
    throw new TransportError('malformed', `It answered with ${type} instead of ${rules.wantsJson === true ? 'JSON' : 'an event stream'}. Check the model address.`, false);
  };
}

async function answerOf(input: Parameters<typeof fetch>[0], init: RequestInit | undefined, { firstByteMs }: TransportLimits): Promise<Response> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(new TransportError('timeout', `It did not begin to answer within ${firstByteMs / 1_000} seconds.`, true)), firstByteMs);
  const signals = init?.signal ? [init.signal, late.signal] : [late.signal];
  try {
    return await fetch(input, { ...init, redirect: 'manual', signal: AbortSignal.any(signals) });
  } finally {
    clearTimeout(timer);
  }
}

/** A slow, broken or endless error body still is that error: what came so far is enough. */
async function errorText({ body }: Response, { idleMs, totalMs, errorBodyBytes }: TransportLimits): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  if (body === null) return text;
  try {
    const patienceMs = Math.min(idleMs, 10_000);
    for await (const chunk of guardedBody(body, { bytes: Infinity, idleMs: patienceMs, endsAtMs: performance.now() + 2 * patienceMs, totalMs })) {
      text += decoder.decode(chunk, { stream: true });
      if (text.length >= errorBodyBytes) break;
    }
  } catch {
    return text;
  }
  return text.slice(0, errorBodyBytes);
}

function asEventStream(text: string, { status, headers }: Response): Response {
  try {
    const whole: unknown = JSON.parse(text);
    const streamed = new Headers(headers);
    streamed.set('content-type', 'text/event-stream');
    return new Response(`data: ${JSON.stringify(whole)}\n\n`, { status, headers: streamed });
  } catch {
    throw new TransportError('malformed', 'It answered with a document that is not complete JSON.', true);
  }
}
