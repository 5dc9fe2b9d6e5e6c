import type { ExecutionId, PhaseId, RunId, ToolCallId } from './ids.ts';

/** What streams and is never stored. Losing one loses nothing: the facts that follow say the same in full. */
export type LiveSignal = { readonly runId: RunId; readonly phase: PhaseId; readonly execution: ExecutionId } & (
  | { readonly type: 'text-delta'; readonly text: string }
  | { readonly type: 'tool-progress'; readonly call: ToolCallId; readonly text: string }
);
