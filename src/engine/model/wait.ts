import * as z from 'zod';
import { issue } from './artifact.ts';
import { contentRef } from './content.ts';
import { failure } from './failure.ts';
import { toolCallId, timestamp } from './ids.ts';

/** What a call that asks for approval would do, resolved: the person sees this and nothing that the model says about it. */
export const approvalEffect = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('read'), path: z.string() }),
  z.strictObject({ type: z.literal('write'), path: z.string(), diff: z.string() }),
  z.strictObject({
    type: z.literal('command'),
    command: z.string(),
    /** From the workspace root; `.` for the root. */
    folder: z.string(),
    /** The single commands it is made of, as written, each with what is known of it. */
    parts: z.array(z.strictObject({ text: z.string(), note: z.string() })),
  }),
  z.strictObject({ type: z.literal('other'), text: z.string() }),
]);
export type ApprovalEffect = z.infer<typeof approvalEffect>;

/** Something only a person can answer: free text, a choice, or an approval of one tool call. */
export const question = z.strictObject({
  call: toolCallId,
  kind: z.enum(['question', 'approval']),
  text: z.string().min(1),
  options: z.array(z.string()),
  /** For an approval: the real effect, such as the whole command or the resolved path. */
  detail: z.string().optional(),
  effect: approvalEffect.optional(),
  /** Why it asks. */
  reason: z.string().optional(),
  /** What the lasting answers among the options would cover. */
  covers: z.string().optional(),
});
export type Question = z.infer<typeof question>;

/** Whether the same is asked about the same effect. */
export function isSameQuestion(left: Question, right: Question): boolean {
  return JSON.stringify(question.parse(left)) === JSON.stringify(question.parse(right));
}

/** Begins the reason of an approval that is asked for again. */
export const hasChanged = 'What it would run has changed since you were asked. ';

/** Why a running phase does not go on by itself. */
export const wait = z.discriminatedUnion('reason', [
  z.strictObject({ reason: z.literal('input'), question }),
  z.strictObject({ reason: z.literal('approval'), question }),
  z.strictObject({
    reason: z.literal('decision'),
    failure,
    /** What the model produced last, and what is wrong with it. */
    raw: contentRef.nullable(),
    issues: z.array(issue),
  }),
  z.strictObject({ reason: z.literal('rate-limit'), until: timestamp, failure }),
]);
export type Wait = z.infer<typeof wait>;
