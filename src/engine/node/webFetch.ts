import type { FetchLimits, WebFetch } from '../ports/webFetch.ts';

/** Node's own `fetch` within limits. */
export const webFetch: WebFetch = (limits) => async (input, init) => {
  const response = await withinTime(limits, init?.signal ?? undefined, (signal) => fetch(input, { ...init, redirect: 'manual', signal }));
  if (response.body === null) return response;
  const isStream = response.headers.get('content-type')?.includes('text/event-stream') === true;
  const body = response.body.pipeThrough(isStream ? eventLimit(limits) : bodyLimit(limits));
  return new Response(body, { status: response.status, statusText: response.statusText, headers: response.headers });
};

/** The time counts until the headers are there; a stream of events may then be silent for long. */
async function withinTime(limits: FetchLimits, outer: AbortSignal | undefined, work: (signal: AbortSignal) => Promise<Response>): Promise<Response> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(new Error(`There was no answer within ${limits.headersMs / 1_000} seconds.`)), limits.headersMs);
  try {
    return await work(outer === undefined ? controller.signal : AbortSignal.any([outer, controller.signal]));
  } finally {
    clearTimeout(timer);
  }
}

function bodyLimit({ messageBytes }: FetchLimits): TransformStream<Uint8Array, Uint8Array> {
  let bytes = 0;
  return new TransformStream({
    transform(chunk, controller) {
      bytes += chunk.byteLength;
      if (bytes > messageBytes) controller.error(tooLarge(messageBytes));
      else controller.enqueue(chunk);
    },
  });
}

/** An event ends with its line; a line that never ends would be collected without end. */
function eventLimit({ messageBytes }: FetchLimits): TransformStream<Uint8Array, Uint8Array> {
  let bytes = 0;
  return new TransformStream({
    transform(chunk, controller) {
      const end = chunk.lastIndexOf(newline);
      bytes = end < 0 ? bytes + chunk.byteLength : chunk.byteLength - end - 1;
      if (bytes > messageBytes || chunk.byteLength > messageBytes) controller.error(tooLarge(messageBytes));
      else controller.enqueue(chunk);
    },
  });
}

const newline = 10;

function tooLarge(limit: number): Error {
  return new Error(`It sent a message of more than ${limit.toLocaleString('en')} bytes.`);
}
