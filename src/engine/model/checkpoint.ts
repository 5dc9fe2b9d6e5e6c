import * as z from 'zod';
import { checkpointId, phaseId, runId, timestamp } from './ids.ts';

/** A point to return to: the run's facts up to `seq`, and a snapshot of the workspace files where there is one. */
export const checkpoint = z.strictObject({
  id: checkpointId,
  runId,
  phase: phaseId,
  seq: z.number().int().min(1),
  /** Id of the workspace snapshot; `null` where none was taken. */
  snapshot: z.string().nullable(),
  createdAt: timestamp,
});
export type Checkpoint = z.infer<typeof checkpoint>;
