import * as z from 'zod';
import { projectId, templateId, timestamp } from './ids.ts';
import { jsonObject } from './json.ts';

export const projectStatus = z.enum(['idle', 'running', 'paused', 'completed', 'failed']);
export type ProjectStatus = z.infer<typeof projectStatus>;

/** A development effort in one workspace folder. */
export const project = z.strictObject({
  id: projectId,
  name: z.string().min(1).max(200),
  goal: z.string(),
  /** Absolute path of the workspace folder. */
  workspace: z.string().min(1),
  templateId,
  /** Settings that replace the template's defaults for this project, for example `model`. */
  overrides: jsonObject,
  status: projectStatus,
  createdAt: timestamp,
});
export type Project = z.infer<typeof project>;
