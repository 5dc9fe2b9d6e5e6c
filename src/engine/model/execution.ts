import * as z from 'zod';
import { failure } from './failure.ts';
import { executionId, phaseId, runId, timestamp } from './ids.ts';
import { usage } from './usage.ts';

export const executionStatus = z.enum(['pending', 'running', 'completed', 'failed', 'skipped', 'rolled_back']);
export type ExecutionStatus = z.infer<typeof executionStatus>;

/** One attempt at a phase, or at one iteration of a loop phase. */
export const phaseExecution = z.strictObject({
  id: executionId,
  runId,
  phase: phaseId,
  /** One-based. */
  attempt: z.number().int().min(1),
  iteration: z.number().int().nonnegative().nullable(),
  status: executionStatus,
  /** Why a running execution waits: input, approval, decision or rate-limit. */
  wait: z.string().nullable(),
  /** `provider/model` that did the work; `null` until the first turn ended. */
  modelUsed: z.string().nullable(),
  usage,
  turns: z.number().int().nonnegative(),
  /** Artifacts offered and turned down. */
  rejections: z.number().int().nonnegative(),
  failure: failure.nullable(),
  startedAt: timestamp,
  endedAt: timestamp.nullable(),
});
export type PhaseExecution = z.infer<typeof phaseExecution>;
