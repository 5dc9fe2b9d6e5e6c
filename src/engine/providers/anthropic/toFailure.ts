import { APIError } from '@anthropic-ai/sdk';
import type { Failure } from '../../model/failure.ts';
import { StreamedError } from '../transportError.ts';
import { toVendorFailure, type FailureContext, type KindByName } from '../vendorFailure.ts';

/** Types of https://platform.claude.com/docs/en/api/errors. */
const kindByType: KindByName = {
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

/** Decides, where the vendor's error is still visible, what it is and whether to try again. */
export function toFailure(error: unknown, context: FailureContext): Failure {
  const isStreamed = error instanceof APIError && error.type !== null;
  return toVendorFailure(isStreamed ? new StreamedError(error.error) : error, kindByType, context);
}
