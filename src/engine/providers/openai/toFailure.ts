import { APIError } from 'openai';
import type { Failure } from '../../model/failure.ts';
import { StreamedError } from '../transportError.ts';
import { toVendorFailure, type FailureContext, type KindByName } from '../vendorFailure.ts';

/** Codes and types of https://platform.openai.com/docs/guides/error-codes, and those of servers that speak the same protocol. */
const kindByName: KindByName = {
  invalid_api_key: 'auth',
  authentication_error: 'auth',
  invalid_authentication: 'auth',
  permission_denied: 'permission',
  permission_error: 'permission',
  insufficient_permissions: 'permission',
  unsupported_country_region_territory: 'permission',
  insufficient_quota: 'billing',
  billing_hard_limit_reached: 'billing',
  billing_not_active: 'billing',
  model_not_found: 'not-found',
  not_found_error: 'not-found',
  NotFoundError: 'not-found',
  rate_limit_exceeded: 'rate-limit',
  rate_limit_error: 'rate-limit',
  server_error: 'server',
  api_error: 'server',
  internal_error: 'server',
  engine_overloaded: 'overloaded',
  overloaded_error: 'overloaded',
  service_unavailable: 'overloaded',
  timeout_error: 'timeout',
  context_length_exceeded: 'too-long',
  string_above_max_length: 'too-long',
  exceed_context_size_error: 'too-long',
  content_filter: 'filtered',
  content_policy_violation: 'filtered',
  invalid_prompt: 'filtered',
  bio_policy: 'filtered',
  misalignment_policy_violation: 'filtered',
};

/** Decides, where the vendor's error is still visible, what it is and whether to try again. Serves both protocols. */
export function toFailure(error: unknown, context: FailureContext): Failure {
  const isStreamed = error instanceof APIError && error.error !== undefined;
  return toVendorFailure(isStreamed ? new StreamedError(error.error) : error, kindByName, context);
}
