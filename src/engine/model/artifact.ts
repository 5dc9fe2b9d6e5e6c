import * as z from 'zod';
import { artifactId, contentHash, executionId, phaseId, runId, timestamp } from './ids.ts';
import { json } from './json.ts';

/** What run state knows of an artifact: enough to find it, not its data. */
export const artifactRef = z.strictObject({
  id: artifactId,
  type: z.string().min(1),
  /** Of the schema it was checked against; 1 where it is not said. */
  schemaVersion: z.number().int().min(1).optional(),
  /** Hash of the JSON text, under which the store keeps the data once. */
  hash: contentHash,
  /** A person accepted it although it did not validate. */
  isForced: z.boolean(),
});
export type ArtifactRef = z.infer<typeof artifactRef>;

/** A validated result of a phase, or of one iteration of a loop phase. */
export const artifact = z.strictObject({
  id: artifactId,
  runId,
  phase: phaseId,
  execution: executionId.nullable(),
  /** Zero-based; `null` for the artifact of a whole phase. */
  iteration: z.number().int().nonnegative().nullable(),
  type: z.string().min(1),
  schemaVersion: z.number().int().min(1),
  isForced: z.boolean(),
  hash: contentHash,
  createdAt: timestamp,
  data: json,
});
export type Artifact = z.infer<typeof artifact>;

/** One reason why a value is not what its schema asks for. */
export const issue = z.strictObject({
  /** JSON pointer of the place, `''` for the whole value. */
  pointer: z.string(),
  message: z.string(),
});
export type Issue = z.infer<typeof issue>;
