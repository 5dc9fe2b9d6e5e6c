import { ApiError } from '@google/genai';
import type { Failure } from '../../model/failure.ts';
import { StreamedError, TransportError } from '../transportError.ts';
import { toVendorFailure, type FailureContext, type KindByName } from '../vendorFailure.ts';

/** Reasons and statuses of https://ai.google.dev/gemini-api/docs/troubleshooting and google.rpc.Code. */
const kindByName: KindByName = {
  API_KEY_INVALID: 'auth',
  API_KEY_EXPIRED: 'auth',
  UNAUTHENTICATED: 'auth',
  API_KEY_SERVICE_BLOCKED: 'permission',
  SERVICE_DISABLED: 'permission',
  PERMISSION_DENIED: 'permission',
  BILLING_DISABLED: 'billing',
  NOT_FOUND: 'not-found',
  RESOURCE_EXHAUSTED: 'rate-limit',
  UNAVAILABLE: 'overloaded',
  INTERNAL: 'server',
  DEADLINE_EXCEEDED: 'timeout',
  INVALID_ARGUMENT: 'bad-input',
  FAILED_PRECONDITION: 'bad-input',
  OUT_OF_RANGE: 'bad-input',
};

/** Decides, where the vendor's error is still visible, what it is and whether to try again. */
export function toFailure(error: unknown, context: FailureContext): Failure {
  return toVendorFailure(isStreamed(error) ? new StreamedError(bodyIn(error.message)) : ofTransport(error), kindByName, context);
}

/** Errors with an HTTP status of their own never come this way: `guardedFetch` has thrown before the SDK saw them. */
function isStreamed(error: unknown): error is ApiError {
  return error instanceof ApiError;
}

/** The SDK puts the error's JSON behind `got status: …. `. */
function bodyIn(message: string): string {
  return message.slice(Math.max(0, message.indexOf('{')));
}

/** The SDK throws plain errors for an event that has no end. */
function ofTransport(error: unknown): unknown {
  return error instanceof Error && error.message.startsWith('Incomplete JSON segment') ? new TransportError('cut-off', 'The answer ended in the middle of an event.', true) : error;
}
