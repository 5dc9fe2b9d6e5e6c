import { APIConnectionTimeoutError, APIError, APIUserAbortError } from '@anthropic-ai/sdk';
import { failed, type Failure, type FailureKind } from '../../model/failure.ts';
import { redact, toErrorText } from '../errorText.ts';
import { TransportError } from '../guardedFetch.ts';
import { readRetryAfter } from '../retryAfter.ts';

export interface FailureContext {
  readonly model: string;
  readonly isAborted: boolean;
  /** Never to be seen in a message. */
  readonly secrets: readonly string[];
  readonly nowMs: number;
}

/** Decides, where the vendor's error is still visible, what it is and whether to try again. */
export function toFailure(error: unknown, context: FailureContext): Failure {
  if (context.isAborted || error instanceof APIUserAbortError) return failed('cancelled', 'The request to Anthropic was cancelled.');
  const transport = transportErrorOf(error);
  if (transport !== null) return failed(transport.kind, `Anthropic: ${toErrorText(transport.message, context.secrets)}`, { isRetryable: transport.isRetryable });
  if (error instanceof APIConnectionTimeoutError) return failed('timeout', 'Anthropic did not answer in time.', { isRetryable: true });
  if (error instanceof APIError) return error.status === undefined && error.type === null ? networkFailure(error, context) : vendorFailure(error, context);
  if (error instanceof SyntaxError) return failed('malformed', 'Anthropic sent an event that is not JSON; the answer was dropped.', { isRetryable: true });
  return networkFailure(error, context);
}

function transportErrorOf(error: unknown): TransportError | null {
  if (error instanceof TransportError) return error;
  return error instanceof Error && error.cause instanceof TransportError ? error.cause : null;
}

const kindByType: Readonly<Record<string, FailureKind>> = {
  authentication_error: 'auth',
  billing_error: 'billing',
  permission_error: 'permission',
  not_found_error: 'not-found',
  request_too_large: 'too-long',
  rate_limit_error: 'rate-limit',
  overloaded_error: 'overloaded',
  timeout_error: 'timeout',
  api_error: 'server',
  invalid_request_error: 'bad-input',
};

const kindByStatus: Readonly<Record<number, FailureKind>> = {
  400: 'bad-input', 401: 'auth', 402: 'billing', 403: 'permission', 404: 'not-found', 408: 'timeout', 413: 'too-long', 422: 'bad-input', 429: 'rate-limit', 529: 'overloaded',
};

const retryableKinds: ReadonlySet<FailureKind> = new Set<FailureKind>(['rate-limit', 'overloaded', 'server', 'timeout']);

function vendorFailure(error: APIError, { model, secrets, nowMs }: FailureContext): Failure {
  const said = toErrorText(error.apiMessage ?? error.message, secrets);
  const kind = kindOf(error, said);
  const retryAfterMs = error.headers === undefined ? undefined : readRetryAfter(error.headers, nowMs);
  const message = redact(`${adviceByKind[kind]?.(model) ?? 'Anthropic failed'}${error.status === undefined ? '' : ` (HTTP ${error.status})`}${said === '' ? '' : `. It said: ${said}`}`, secrets);
  return failed(kind, message, {
    isRetryable: retryableKinds.has(kind) || error.status === 409,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    ...(typeof error.requestID === 'string' ? { requestId: toErrorText(error.requestID, secrets) } : {}),
  });
}

/** The type names the cause, the status only its class; both exist as an event inside a 200 stream without a status. */
function kindOf(error: APIError, said: string): FailureKind {
  const kind = (error.type === null ? undefined : kindByType[error.type]) ?? kindOfStatus(error.status ?? 0);
  if (kind !== 'bad-input') return kind;
  if (/credit balance|billing|purchase credits/i.test(said)) return 'billing';
  return /prompt is too long|context (window|length)|too many tokens|exceed.{0,40}context/i.test(said) ? 'too-long' : kind;
}

function kindOfStatus(status: number): FailureKind {
  if (status >= 500) return kindByStatus[status] ?? 'server';
  return kindByStatus[status] ?? (status >= 300 && status < 400 ? 'network' : 'unknown');
}

const adviceByKind: Partial<Record<FailureKind, (model: string) => string>> = {
  auth: () => 'Anthropic did not accept the API key: set a valid one with "Phasegate: Set API Key" or ANTHROPIC_API_KEY',
  permission: (model) => `Anthropic does not let this API key use ${model}`,
  billing: () => 'The Anthropic account cannot pay for the request: add credit or raise its spending limit',
  'not-found': (model) => `Anthropic does not know the model ${model} at this address: choose another model or check the address`,
  'too-long': (model) => `The conversation is larger than ${model} accepts`,
  'rate-limit': () => 'The rate limit of this Anthropic key is reached',
  overloaded: () => 'Anthropic is overloaded',
  'bad-input': () => 'Anthropic refused the request as invalid',
  network: () => 'The Anthropic address redirects elsewhere, which is not followed: check the address',
  timeout: () => 'Anthropic took too long',
};

/** Errors of certificates do not go away by trying again. */
const certificateProblem = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ALTNAME|SSL|TLS/;

function networkFailure(error: unknown, { secrets }: FailureContext): Failure {
  const reason = toErrorText(reasonOf(error), secrets);
  const isCertificate = certificateProblem.test(reason);
  const advice = isCertificate ? 'The certificate of the Anthropic address is not trusted' : 'Anthropic could not be reached, or the connection broke';
  return failed('network', `${advice}: ${reason}`, { isRetryable: !isCertificate });
}

/** The innermost cause carries the system's code, such as ECONNREFUSED. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.cause instanceof Error) return reasonOf(error.cause);
  const code = 'code' in error && typeof error.code === 'string' ? `${error.code} ` : '';
  return `${code}${error.message}`;
}
