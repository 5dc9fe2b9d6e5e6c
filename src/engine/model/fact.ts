import * as z from 'zod';
import { artifactRef, issue } from './artifact.ts';
import { budget, budgetScope, shortage } from './budget.ts';
import { compactionReason } from './compaction.ts';
import { contentRef } from './content.ts';
import { failure } from './failure.ts';
import { checkpointId, executionId, phaseId, projectId, runId, timestamp, toolCallId } from './ids.ts';
import { imageRef } from './image.ts';
import { json, jsonObject } from './json.ts';
import { turnEndReason } from './message.ts';
import { reviewDecision, reviewOutcome } from './review.ts';
import { pauseReason } from './run.ts';
import { workflowTemplate } from './template.ts';
import { longestSteering } from './steering.ts';
import { callPermission, toolOutcome } from './toolCall.ts';
import { spending, usage } from './usage.ts';
import { question } from './wait.ts';

const iteration = z.number().int().nonnegative();
const ofExecution = { phase: phaseId, execution: executionId };
/** Values at the paths that the template's predicates and loops ask for, by path. */
const values = z.record(z.string(), json);

/** Events about the run as a whole. */
const runEvents = [
  z.strictObject({
    type: z.literal('run-created'),
    project: projectId,
    template: workflowTemplate,
    inputs: jsonObject,
    isAuto: z.boolean(),
    /** Replaces every model the template names; `null` leaves them. */
    model: z.string().nullable(),
    /** Upper limit of phases side by side. */
    maxParallel: z.number().int().min(1),
    /** Chooses the course of what is random; 1 unless given. */
    seed: z.number().int().optional(),
    /** Caps on the whole run. */
    budget: budget.optional(),
    /** The run whose finished phases it takes over, and the phase it was forked at. */
    parent: z.strictObject({ run: runId, phase: phaseId }).optional(),
  }),
  z.strictObject({ type: z.literal('run-started') }),
  z.strictObject({ type: z.literal('run-continued') }),
  /** With `resumeAt` it goes on by itself then; with `shortage` a budget has to be raised first. */
  z.strictObject({ type: z.literal('run-paused'), reason: pauseReason, message: z.string(), resumeAt: timestamp.optional(), shortage: shortage.optional() }),
  /** By a person, unless it was its time. */
  z.strictObject({ type: z.literal('run-resumed'), by: z.literal('clock').optional() }),
  z.strictObject({ type: z.literal('run-cancelled') }),
  z.strictObject({ type: z.literal('run-completed') }),
  z.strictObject({ type: z.literal('run-failed'), phase: phaseId, failure }),
  z.strictObject({ type: z.literal('auto-set'), isAuto: z.boolean() }),
  /** From the next phase on, in place of every model the template names; `null` leaves them. */
  z.strictObject({ type: z.literal('model-set'), model: z.string().nullable() }),
  /** New caps in place of the old ones; what is not named stays. For a day they hold on that day, for this run. */
  z.strictObject({ type: z.literal('budget-raised'), scope: budgetScope, phase: phaseId.optional(), day: z.string().optional(), budget }),
  /** The run goes back to a checkpoint; `safety` is the checkpoint taken just before. Its files follow with `files-restored`. */
  z.strictObject({ type: z.literal('run-rolled-back'), checkpoint: checkpointId, safety: checkpointId, message: z.string() }),
  /** `skipped` says which paths were left as they are and why, `problem` why nothing was restored. */
  z.strictObject({ type: z.literal('files-restored'), checkpoint: checkpointId, changed: z.number().int().nonnegative(), skipped: z.array(z.string()), problem: z.string().nullable() }),
  z.strictObject({ type: z.literal('command-rejected'), command: z.string(), message: z.string() }),
] as const;

/** Events about one phase. */
const phaseEvents = [
  z.strictObject({
    type: z.literal('phase-started'),
    ...ofExecution,
    attempt: z.number().int().min(1),
    iteration: iteration.nullable(),
    /** The alias or exact model that was asked for. */
    model: z.string(),
  }),
  /** `total` is the number of items to run over, or `null` for a loop with an end condition. */
  z.strictObject({ type: z.literal('loop-started'), phase: phaseId, total: z.number().int().nonnegative().nullable() }),
  z.strictObject({ type: z.literal('iteration-completed'), ...ofExecution, iteration, artifact: artifactRef, values }),
  /** `execution` is `null` for a loop phase, whose artifact collects those of its iterations. */
  z.strictObject({ type: z.literal('phase-completed'), phase: phaseId, execution: executionId.nullable(), artifact: artifactRef, values }),
  /** A fork takes a finished phase over from its parent, artifact and all. */
  z.strictObject({ type: z.literal('phase-adopted'), phase: phaseId, from: runId, artifact: artifactRef, values }),
  z.strictObject({ type: z.literal('phase-failed'), phase: phaseId, execution: executionId.nullable(), failure }),
  z.strictObject({ type: z.literal('phase-skipped'), phase: phaseId, by: z.enum(['condition', 'person']), message: z.string() }),
  /** A person writes to the phase; it is told at its next turn. */
  z.strictObject({ type: z.literal('steering-given'), phase: phaseId, text: z.string().min(1).max(longestSteering) }),
  z.strictObject({ type: z.literal('phase-retried'), phase: phaseId, model: z.string().nullable() }),
  z.strictObject({ type: z.literal('decision-needed'), ...ofExecution, failure, raw: contentRef.nullable(), issues: z.array(issue) }),
  z.strictObject({ type: z.literal('checkpoint-taken'), phase: phaseId.nullable(), checkpoint: checkpointId, snapshot: z.string().nullable() }),
] as const;

/** Events of the second opinion on what an execution made. A review is an execution of its own, with a conversation of its own. */
const reviewEvents = [
  /** The workspace's files as they were before a phase that will be reviewed. */
  z.strictObject({ type: z.literal('baseline-taken'), ...ofExecution, snapshot: z.string() }),
  z.strictObject({
    type: z.literal('review-requested'),
    ...ofExecution,
    /** 1 for the artifact as it was first submitted, 2 for the revised one. */
    round: z.number().int().min(1),
    artifact: artifactRef,
    values,
    /** The artifact as a person reads it. */
    raw: contentRef,
    /** What the phase changed in the workspace's files; `null` for a phase that changes none. */
    changes: contentRef.nullable(),
    /** What the author said to the findings of the round before. */
    answer: contentRef.nullable(),
  }),
  /** `execution` is the reviewer's own, `author` the reviewed one, `seat` the place in the template's list. */
  z.strictObject({ type: z.literal('review-started'), ...ofExecution, author: executionId, round: z.number().int().min(1), seat: z.number().int().nonnegative(), reviewer: z.string(), model: z.string() }),
  z.strictObject({ type: z.literal('review-finished'), ...ofExecution, outcome: reviewOutcome }),
  /** `execution` is the reviewed one. */
  z.strictObject({ type: z.literal('review-decided'), ...ofExecution, round: z.number().int().min(1), decision: reviewDecision, message: z.string() }),
  /** A person asks the reviewers again who gave no opinion. */
  z.strictObject({ type: z.literal('review-retried'), phase: phaseId }),
] as const;

/** Events of the conversation inside one execution. */
const conversationEvents = [
  /** `content` is the JSON text of a `Message`. Folding these gives the conversation back. */
  z.strictObject({ type: z.literal('message-added'), ...ofExecution, ordinal: z.number().int().nonnegative(), role: z.enum(['user', 'assistant', 'tool']), content: contentRef, /** It tells the model what a person wrote: with it, so many texts are told. */ steering: z.number().int().min(1).optional() }),
  z.strictObject({ type: z.literal('turn-ended'), ...ofExecution, turn: z.number().int().min(1), model: z.string(), reason: turnEndReason, usage, /** What it counts as where usage is unknown. */ charged: spending.optional() }),
  /** Old results, by their `ordinal`, are sent in short from now on; what is stored of them stays whole. */
  z.strictObject({ type: z.literal('context-compacted'), ...ofExecution, turn: z.number().int().min(1), reason: compactionReason, messages: z.array(z.number().int().nonnegative()), /** Tokens of the request as it was, by the vendor's count; absent where they were estimated. */ counted: z.number().int().nonnegative().optional() }),
  /** A budget in money does not hold for a model whose price nobody knows; its tokens still count. */
  z.strictObject({ type: z.literal('price-unknown'), ...ofExecution, model: z.string() }),
  z.strictObject({ type: z.literal('turn-retried'), ...ofExecution, turn: z.number().int().min(1), failure, delayMs: z.number().nonnegative() }),
  z.strictObject({ type: z.literal('tool-started'), ...ofExecution, call: toolCallId, turn: z.number().int().min(1), name: z.string(), input: contentRef }),
  z.strictObject({ type: z.literal('tool-finished'), ...ofExecution, call: toolCallId, outcome: toolOutcome, output: contentRef, images: z.array(imageRef).optional(), durationMs: z.number().nonnegative(), permission: callPermission.optional() }),
  z.strictObject({ type: z.literal('output-rejected'), ...ofExecution, raw: contentRef, issues: z.array(issue) }),
  z.strictObject({ type: z.literal('question-asked'), ...ofExecution, question }),
  z.strictObject({ type: z.literal('question-answered'), ...ofExecution, call: toolCallId, answer: z.string() }),
] as const;

/** What happened. The history of a run is a list of these; its state is their fold. */
export const runEvent = z.discriminatedUnion('type', [...runEvents, ...phaseEvents, ...reviewEvents, ...conversationEvents]);
export type RunEvent = z.infer<typeof runEvent>;
export type RunEventType = RunEvent['type'];
export type RunEventOf<T extends RunEventType> = Extract<RunEvent, { type: T }>;

/** A stored event: `seq` counts from 1 without gaps in its run. */
export const fact = z.strictObject({ runId, seq: z.number().int().min(1), at: timestamp, event: runEvent });
export type Fact = z.infer<typeof fact>;
