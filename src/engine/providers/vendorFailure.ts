import { failed, type Failure, type FailureKind } from '../model/failure.ts';
import { errorBody, type ErrorBody } from './errorBody.ts';
import { toErrorText } from './errorText.ts';
import { HttpError, StreamedError, TransportError } from './transportError.ts';
import { capWait, readRetryAfter } from './retryAfter.ts';

/** Who failed, in words for a person, and what is known about the exchange. */
export interface FailureContext {
  /** Begins a sentence: `OpenAI`, `The server at http://127.0.0.1:11434/v1`. */
  readonly vendor: string;
  /** Where a valid key is set: `"Phasegate: Set API Key" or OPENAI_API_KEY`. */
  readonly keyPlace: string;
  readonly model: string;
  readonly isAborted: boolean;
  /** Never to be seen in a message. */
  readonly secrets: readonly string[];
  /** Of the answer, where there was one. */
  readonly headers: Headers | undefined;
  readonly nowMs: number;
}

/** What a vendor's names for its errors mean here. */
export type KindByName = Readonly<Record<string, FailureKind>>;

/**
 * The failure behind whatever a turn threw. The vendor's own name for the error counts most, then the status, then its words:
 * several vendors say "bad request" to a prompt that is too long.
 */
export function toVendorFailure(error: unknown, kindByName: KindByName, context: FailureContext): Failure {
  if (context.isAborted) return failed('cancelled', `${context.vendor}: the request was cancelled.`);
  const known = causeOf(error);
  if (known instanceof HttpError) return answeredFailure({ status: known.status, body: errorBody(known.body), raw: known.body }, kindByName, context);
  if (known instanceof StreamedError) return answeredFailure({ body: errorBody(known.body), raw: '' }, kindByName, context);
  if (known instanceof TransportError) return failed(known.kind, `${context.vendor}: ${toErrorText(known.message, context.secrets)}`, { isRetryable: known.isRetryable, ...requestIdOf(undefined, context) });
  if (error instanceof SyntaxError) return failed('malformed', `${context.vendor} sent an event that is not JSON; the answer was dropped.`, { isRetryable: true, ...requestIdOf(undefined, context) });
  return networkFailure(error, context);
}

/** SDKs wrap what `fetch` throws. */
function causeOf(error: unknown): HttpError | StreamedError | TransportError | null {
  if (error instanceof HttpError || error instanceof StreamedError || error instanceof TransportError) return error;
  return error instanceof Error && error.cause !== undefined ? causeOf(error.cause) : null;
}

interface Answered {
  readonly status?: number;
  readonly body: ErrorBody;
  readonly raw: string;
}

const retryableKinds: ReadonlySet<FailureKind> = new Set<FailureKind>(['rate-limit', 'overloaded', 'server', 'timeout']);
const conflict = 409;

function answeredFailure(answered: Answered, kindByName: KindByName, context: FailureContext): Failure {
  const { body, raw } = answered;
  const status = answered.status ?? body.status;
  const said = toErrorText(body.said === '' && body.names.length === 0 ? raw : body.said || body.names.join(', '), context.secrets);
  const named = body.names.map((name) => kindByName[name]).find((kind) => kind !== undefined);
  const kind = refine(named ?? kindOfStatus(status ?? 0), said);
  const retryAfterMs = (context.headers && readRetryAfter(context.headers, context.nowMs)) ?? (body.retryAfterMs === undefined ? undefined : capWait(body.retryAfterMs));
  const message = `${sentence(kind, context)}${status === undefined ? '' : ` (HTTP ${status})`}${said === '' ? '' : `. It said: ${said}`}`;
  return failed(kind, message, {
    isRetryable: retryableKinds.has(kind) || status === conflict,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    ...requestIdOf(body.requestId, context),
  });
}

const idHeaders = ['request-id', 'x-request-id', 'x-goog-request-id', 'x-amzn-requestid'];

function requestIdOf(inBody: string | undefined, { headers, secrets }: FailureContext): { readonly requestId?: string } {
  const inHeaders = idHeaders.map((name) => headers?.get(name)?.trim() ?? '').find((id) => id !== '');
  const found = inHeaders ?? inBody;
  return found === undefined ? {} : { requestId: toErrorText(found, secrets).slice(0, 200) };
}

const kindByStatus: Readonly<Record<number, FailureKind>> = {
  400: 'bad-input', 401: 'auth', 402: 'billing', 403: 'permission', 404: 'not-found', 405: 'not-found', 408: 'timeout', 413: 'too-long', 422: 'bad-input', 429: 'rate-limit', 503: 'overloaded', 504: 'timeout', 529: 'overloaded',
};

function kindOfStatus(status: number): FailureKind {
  return kindByStatus[status] ?? (status >= 500 ? 'server' : status >= 300 && status < 400 ? 'network' : 'unknown');
}

/** What a plain refusal really is, where only the words say it. */
function refine(kind: FailureKind, said: string): FailureKind {
  if (kind !== 'bad-input') return kind;
  if (/credit balance|billing|purchase credits|insufficient (quota|credit|balance|funds)/i.test(said)) return 'billing';
  if (/api.?key.{0,40}(invalid|not valid|incorrect|expired)|(invalid|incorrect) api.?key/i.test(said)) return 'auth';
  if (/(prompt|input|request) is too (long|large)|context (window|length|size)|maximum context|too many (input )?tokens|exceed.{0,60}(context|tokens?\b)/i.test(said)) return 'too-long';
  return /model.{0,80}(not found|does not exist|not exist|is not available)/i.test(said) ? 'not-found' : kind;
}

const sentences: Partial<Record<FailureKind, (context: FailureContext) => string>> = {
  auth: ({ vendor, keyPlace }) => `${vendor} did not accept the API key: set a valid one with ${keyPlace}`,
  permission: ({ vendor, model }) => `${vendor} does not let this API key use ${model}`,
  billing: ({ vendor }) => `${vendor} says that the account cannot pay for the request: add credit or raise its spending limit`,
  'not-found': ({ vendor, model }) => `${vendor} does not know the model ${model} at this address: choose another model or check the address`,
  'too-long': ({ vendor, model }) => `${vendor} says that the conversation is larger than ${model} accepts`,
  'rate-limit': ({ vendor }) => `${vendor} says that the rate limit of this key is reached`,
  overloaded: ({ vendor }) => `${vendor} is overloaded`,
  filtered: ({ vendor }) => `${vendor}'s content filter stopped the request: reword the phase or choose another model`,
  'bad-input': ({ vendor }) => `${vendor} refused the request as invalid`,
  network: ({ vendor }) => `${vendor}: the address redirects elsewhere, which is not followed; check the address`,
  timeout: ({ vendor }) => `${vendor} took too long`,
};

function sentence(kind: FailureKind, context: FailureContext): string {
  return sentences[kind]?.(context) ?? `${context.vendor} failed`;
}

/** Errors of certificates do not go away by trying again. */
const certificateProblem = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ALTNAME|SSL|TLS/;

function networkFailure(error: unknown, context: FailureContext): Failure {
  const reason = toErrorText(reasonOf(error), context.secrets);
  const isCertificate = certificateProblem.test(reason);
  const advice = isCertificate ? 'the certificate of the address is not trusted' : 'it could not be reached, or the connection broke';
  return failed('network', `${context.vendor}: ${advice}: ${reason}`, { isRetryable: !isCertificate, ...requestIdOf(undefined, context) });
}

/** The innermost cause carries the system's code, such as ECONNREFUSED. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.cause instanceof Error) return reasonOf(error.cause);
  const code = 'code' in error && typeof error.code === 'string' ? `${error.code} ` : '';
  return `${code}${error.message}`;
}
