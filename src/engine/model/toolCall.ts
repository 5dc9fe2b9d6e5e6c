import * as z from 'zod';
import { contentRef } from './content.ts';
import { executionId, phaseId, runId, timestamp, toolCallId } from './ids.ts';

/** `unknown`: the program ended while the call ran, so nobody can say whether it took effect. */
export const toolOutcome = z.enum(['ok', 'error', 'denied', 'timeout', 'cancelled', 'unknown']);
export type ToolOutcome = z.infer<typeof toolOutcome>;

/** What was decided about a call before it ran, and by whom: the audit of permissions. */
export const callPermission = z.strictObject({
  decision: z.enum(['allow', 'ask', 'deny']),
  reason: z.string(),
  /** What the person said, and for how long, where one was asked. */
  answer: z.enum(['once', 'phase', 'project', 'denied']).optional(),
});
export type CallPermission = z.infer<typeof callPermission>;

/** One tool invocation with its full input and output. */
export const toolCall = z.strictObject({
  id: toolCallId,
  runId,
  phase: phaseId,
  execution: executionId,
  turn: z.number().int().min(1),
  name: z.string(),
  input: contentRef,
  output: contentRef.nullable(),
  /** `null` while it runs. */
  outcome: toolOutcome.nullable(),
  startedAt: timestamp,
  durationMs: z.number().nonnegative().nullable(),
});
export type ToolCall = z.infer<typeof toolCall>;

/** The output of a call that was stopped before it did anything. */
export const neverBegan = 'Stopped before it began.';

/** The answer to a submission that a person's message crossed. */
export const crossedByMessage = 'Not taken yet: the person for whom you work wrote meanwhile. Their message follows; take it into account, then submit again.';

/** The output of a call that an earlier process began, of a run that was stopped since. */
export const nobodyKnew = 'The run was stopped before anybody knew how this call ended.';
