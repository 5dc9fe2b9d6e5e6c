import * as z from 'zod';
import { issue } from './artifact.ts';
import { contentRef } from './content.ts';
import { failure } from './failure.ts';
import { toolCallId, timestamp } from './ids.ts';

/** Something only a person can answer: free text, a choice, or an approval of one tool call. */
export const question = z.strictObject({
  call: toolCallId,
  kind: z.enum(['question', 'approval']),
  text: z.string().min(1),
  options: z.array(z.string()),
  /** For an approval: the real effect, such as the whole command or the resolved path. */
  detail: z.string().optional(),
});
export type Question = z.infer<typeof question>;

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
