import * as z from 'zod';

/** Every way in which work ends without its result, in one vocabulary for all vendors and hosts. */
export const failureKind = z.enum([
  'auth', 'permission', 'billing', 'not-found', 'rate-limit', 'overloaded', 'server', 'network', 'timeout', 'too-long',
  'filtered', 'refused', 'cut-off', 'malformed', 'cancelled', 'unknown',
  'max-turns', 'no-artifact', 'invalid-artifact', 'repeated-call', 'review-rejected', 'budget', 'loop-limit', 'bad-input', 'interrupted', 'internal',
]);
export type FailureKind = z.infer<typeof failureKind>;

export const failure = z.strictObject({
  kind: failureKind,
  /** For a person: what happened, where, and what to do. Holds no secrets. */
  message: z.string(),
  /** Whether the same request may succeed later. Decided once, where the vendor's error is still visible. */
  isRetryable: z.boolean(),
  retryAfterMs: z.number().nonnegative().optional(),
  /** The vendor's own id of the failed request. */
  requestId: z.string().optional(),
});
export type Failure = z.infer<typeof failure>;

export function failed(kind: FailureKind, message: string, extra: Partial<Omit<Failure, 'kind' | 'message'>> = {}): Failure {
  return { kind, message, isRetryable: false, ...extra };
}
