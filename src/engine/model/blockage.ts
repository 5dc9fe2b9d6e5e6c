import type { Shortage } from './budget.ts';
import type { Failure } from './failure.ts';
import type { Timestamp } from './ids.ts';

/** What keeps a phase from taking its next turn for now. Nothing is lost: the turn can be asked for again later. */
export type Blockage =
  | { readonly reason: 'budget'; readonly shortage: Shortage }
  /** The vendor limits, is overloaded or cannot be reached. */
  | { readonly reason: 'rate-limit'; readonly failure: Failure; readonly resumeAt: Timestamp };
