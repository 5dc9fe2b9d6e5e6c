import * as z from 'zod';
import { artifactRef } from '../model/artifact.ts';
import { shortage } from '../model/budget.ts';
import { failure } from '../model/failure.ts';
import { phaseId, runId, timestamp } from '../model/ids.ts';
import { reviewRoundView } from '../model/reviewView.ts';
import { pauseReason, runStatus } from '../model/run.ts';
import { usage } from '../model/usage.ts';
import { wait } from '../model/wait.ts';

/** What a person may do now. Each name is the `type` of a `RunCommand`, but for `fork`, which makes a new run. */
export const allowedCommand = z.enum(['start', 'continue', 'pause', 'resume', 'cancel', 'set-auto', 'raise-budget', 'retry', 'steer', 'review', 'skip', 'accept', 'answer', 'rollback', 'fork']);
export type AllowedCommand = z.infer<typeof allowedCommand>;

/** One phase, as every face shows it. */
export const phaseView = z.strictObject({
  id: phaseId,
  name: z.string(),
  description: z.string(),
  type: z.enum(['automated', 'interactive', 'loop']),
  dependsOn: z.array(phaseId),
  /** Column in a layered drawing: the longest path from a phase without dependencies. */
  depth: z.number().int().nonnegative(),
  /** `held`: it could start, and waits for someone to continue. `paused`: it is in the middle of its work, and the run stands still. */
  status: z.enum(['pending', 'held', 'running', 'paused', 'waiting', 'completed', 'failed', 'skipped']),
  wait: wait.nullable(),
  failure: failure.nullable(),
  /** Why it was skipped, or stands still. */
  message: z.string().nullable(),
  /** Executions started in total. */
  attempts: z.number().int().nonnegative(),
  turns: z.number().int().nonnegative(),
  usage,
  /** `provider/model`; the alias asked for until the first turn ended. */
  model: z.string(),
  /** The tool that is running now. */
  tool: z.string().nullable(),
  /** Iterations finished, and how many there will be if that is known. */
  loop: z.strictObject({ done: z.number().int().nonnegative(), total: z.number().int().nonnegative().nullable() }).nullable(),
  /** What people wrote to it that the model was not told yet. */
  steering: z.array(z.string()).optional(),
  /** Second opinions on what its latest execution made, oldest round first; left out where none was asked for. */
  reviews: z.array(reviewRoundView).optional(),
  artifact: artifactRef.nullable(),
  /** Its tools may change the workspace's files; left out where they may not. */
  isWriter: z.literal(true).optional(),
  /** Names of the phases upstream whose output a person accepted unvalidated. */
  restsOnForced: z.array(z.string()),
  startedAt: timestamp.nullable(),
  endedAt: timestamp.nullable(),
  /** Since when it stands still with its run. */
  pausedAt: timestamp.nullable(),
  commands: z.array(allowedCommand),
});
export type PhaseView = z.infer<typeof phaseView>;

/** A run without its phases. */
export const runHeader = z.strictObject({
  id: runId,
  templateName: z.string(),
  goal: z.string(),
  status: runStatus,
  /** Why it is paused or failed. */
  message: z.string().nullable(),
  /** Why it is paused: since when, what it waits for, and when it goes on by itself. */
  pause: z.strictObject({ reason: pauseReason, since: timestamp, resumeAt: timestamp.nullable(), shortage: shortage.nullable() }).nullable(),
  /** What it is likely to use, in words; only before it is started. */
  forecast: z.string().optional(),
  /** Nothing happens any more until a person does something. */
  isWaiting: z.boolean(),
  /** The run it was forked from, and the name of the phase it was forked at. */
  parent: z.strictObject({ run: runId, phaseName: z.string() }).nullable(),
  isAuto: z.boolean(),
  usage,
  createdAt: timestamp,
  endedAt: timestamp.nullable(),
  commands: z.array(allowedCommand),
});
export type RunHeader = z.infer<typeof runHeader>;

export const runView = z.strictObject({ seq: z.number().int().nonnegative(), run: runHeader, phases: z.array(phaseView) });
export type RunView = z.infer<typeof runView>;
