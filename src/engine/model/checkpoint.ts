import * as z from 'zod';
import { checkpointId, phaseId, runId, timestamp } from './ids.ts';

/** A point to return to: the run as it was at fact `seq`, and a snapshot of the workspace files where there is one. */
export const checkpoint = z.strictObject({
  id: checkpointId,
  runId,
  /** The phase whose completion it follows; `null` for one taken before a rollback, by which that rollback is undone. */
  phase: phaseId.nullable(),
  seq: z.number().int().min(1),
  /** Id of the workspace snapshot; `null` where none was taken. */
  snapshot: z.string().nullable(),
  createdAt: timestamp,
});
export type Checkpoint = z.infer<typeof checkpoint>;
