import * as z from 'zod';
import { imageRef } from './image.ts';
import { json } from './json.ts';

/** A model's wish to call a tool. The input is parsed, but not validated. */
export const modelToolCall = z.strictObject({
  /** The vendor's id, which the answer must repeat. */
  id: z.string().min(1),
  name: z.string(),
  input: json,
  /** The raw arguments, when they were not JSON or were cut off; `input` is then null and the call must not run. */
  malformed: z.string().optional(),
});
export type ModelToolCall = z.infer<typeof modelToolCall>;

/** `length`: cut off by the output limit. `refused` and `filtered`: the vendor or model would not answer. `paused`: the model has more to say. */
export const turnEndReason = z.enum(['stop', 'tool-calls', 'length', 'refused', 'filtered', 'paused']);
export type TurnEndReason = z.infer<typeof turnEndReason>;

/** One entry of a conversation, vendor-neutral, as stored. */
export const message = z.discriminatedUnion('role', [
  z.strictObject({ role: z.literal('user'), text: z.string() }),
  z.strictObject({
    role: z.literal('assistant'),
    text: z.string(),
    calls: z.array(modelToolCall),
    /** What the vendor wants back verbatim (signed reasoning and the like). */
    opaque: json.optional(),
  }),
  z.strictObject({
    role: z.literal('tool'),
    callId: z.string().min(1),
    name: z.string(),
    output: z.string(),
    isError: z.boolean(),
    images: z.array(imageRef).optional(),
  }),
]);
export type Message = z.infer<typeof message>;
export type AssistantMessage = Extract<Message, { role: 'assistant' }>;
export type ToolMessage = Extract<Message, { role: 'tool' }>;
