import type { Result } from '../base/result.ts';
import type { Blockage } from '../model/blockage.ts';
import type { Failure } from '../model/failure.ts';

export type AfterFailure =
  | { readonly type: 'retry'; readonly delayMs: number }
  /** Trying again soon is no use: the run should pause until the time that is given. */
  | { readonly type: 'pause'; readonly by: Blockage }
  | { readonly type: 'give-up' };

/** One call to a vendor, from its admission to its end. What is said first about how it ended counts. */
export interface VendorCall {
  /** The vendor is there: it answered, or refused for good. */
  answered(): void;
  /** The call was given up before anybody knew. */
  dropped(): void;
  /** For a failure that is worth retrying; `attempt` is the one-based number of this try of the same turn. */
  failed(failure: Failure, attempt: number): AfterFailure;
}

/** Spaces out the calls to a vendor in trouble, over all phases that use it: while it fails, one at a time tries whether it is back (SPEC R6). */
export interface VendorLimiter {
  /**
   * Resolves when a call may be made: at once as long as the vendor answers. `model` is a `provider/model`. The error says until when
   * there is no use in trying; `null` when the signal aborted first.
   */
  admit(model: string, signal: AbortSignal): Promise<Result<VendorCall, Blockage | null>>;
}
