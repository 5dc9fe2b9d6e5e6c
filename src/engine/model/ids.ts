import * as z from 'zod';

export const projectId = z.string().min(1).brand('ProjectId');
export type ProjectId = z.infer<typeof projectId>;

export const templateId = z.string().min(1).brand('TemplateId');
export type TemplateId = z.infer<typeof templateId>;

export const runId = z.string().min(1).brand('RunId');
export type RunId = z.infer<typeof runId>;

/** The id of a phase inside its template, for example `plan`. */
export const phaseId = z.string().min(1).brand('PhaseId');
export type PhaseId = z.infer<typeof phaseId>;

export const executionId = z.string().min(1).brand('ExecutionId');
export type ExecutionId = z.infer<typeof executionId>;

export const artifactId = z.string().min(1).brand('ArtifactId');
export type ArtifactId = z.infer<typeof artifactId>;

/** Unique in its run: the vendor's own id may repeat, so the engine makes this one. */
export const toolCallId = z.string().min(1).brand('ToolCallId');
export type ToolCallId = z.infer<typeof toolCallId>;

export const checkpointId = z.string().min(1).brand('CheckpointId');
export type CheckpointId = z.infer<typeof checkpointId>;

export const providerId = z.string().min(1).brand('ProviderId');
export type ProviderId = z.infer<typeof providerId>;

/** Lower-case hexadecimal SHA-256 of the UTF-8 bytes of a text. */
export const contentHash = z.string().regex(/^[0-9a-f]{64}$/).brand('ContentHash');
export type ContentHash = z.infer<typeof contentHash>;

/** Milliseconds since 1970-01-01T00:00:00Z. */
export const timestamp = z.number().int().nonnegative();
export type Timestamp = z.infer<typeof timestamp>;
