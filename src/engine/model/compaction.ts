import * as z from 'zod';

/** `near-limit`: the conversation was about to outgrow the model's window. `too-long`: the vendor refused it as too long. */
export const compactionReason = z.enum(['near-limit', 'too-long']);
export type CompactionReason = z.infer<typeof compactionReason>;
