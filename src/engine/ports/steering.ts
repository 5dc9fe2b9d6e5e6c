import type { ToolCallId } from '../model/ids.ts';

/** What a person writes to a phase while it works (SPEC T5). */
export interface Steering {
  /** Everything that was written so far, oldest first, delivered or not. `call` is the submission that asks whether something came before it. */
  given(call?: ToolCallId): readonly string[];
}
