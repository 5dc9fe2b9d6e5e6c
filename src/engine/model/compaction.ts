import * as z from 'zod';

/**
 * `near-limit`: the conversation was about to outgrow the model's window. `too-long`: the vendor refused it as too long. `many-images`: it had more
 * images than vendors take at once. `refused`: the vendor found it wrong, which images that it cannot
 * read and signed reasoning that it does not take back any more may be the reason for: `messages` are those that had them.
 */
export const compactionReason = z.enum(['near-limit', 'too-long', 'many-images', 'refused']);
export type CompactionReason = z.infer<typeof compactionReason>;

/** What happened, for a person; what became of it follows. */
export function compactionText({ reason, counted }: { readonly reason: CompactionReason; readonly counted?: number | undefined }): string {
  switch (reason) {
    case 'near-limit':
      return `The context is nearly full (${counted === undefined ? 'estimated' : `${counted} tokens, counted by the vendor`})`;
    case 'too-long':
      return 'Too long for the model';
    case 'many-images':
      return 'More images than a request can hold';
    case 'refused':
      return 'The vendor refused the request; images and signed reasoning of before are left out';
  }
}
