import * as z from 'zod';
import { projectId, runId, timestamp } from './ids.ts';
import { jsonObject } from './json.ts';
import { workflowTemplate } from './template.ts';

export const runStatus = z.enum(['created', 'running', 'paused', 'completed', 'failed', 'cancelled']);
export type RunStatus = z.infer<typeof runStatus>;

export const pauseReason = z.enum(['user', 'interrupted', 'rate-limit', 'budget']);
export type PauseReason = z.infer<typeof pauseReason>;

/** One execution of a project's pipeline, holding a frozen copy of its template. */
export const pipelineRun = z.strictObject({
  id: runId,
  project: projectId,
  template: workflowTemplate,
  inputs: jsonObject,
  status: runStatus,
  /** Why it is paused or failed, for a person. */
  reason: z.string().nullable(),
  isAuto: z.boolean(),
  /** When a paused run goes on by itself; `null` where only a person moves it. */
  resumeAt: timestamp.nullable(),
  /** Number of its last fact. */
  seq: z.number().int().nonnegative(),
  createdAt: timestamp,
  endedAt: timestamp.nullable(),
});
export type PipelineRun = z.infer<typeof pipelineRun>;
