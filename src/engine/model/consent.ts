import * as z from 'zod';
import { contentHash, timestamp } from './ids.ts';

/** What a workspace brings along that runs programs or reaches the network, or what the editor has, by its name. */
export const consentSubject = z.strictObject({
  kind: z.enum(['tool', 'mcp-server', 'editor-tool']),
  /** The canonical workspace folder; a person agrees for one workspace. */
  workspace: z.string().min(1),
  name: z.string().min(1),
});
export type ConsentSubject = z.infer<typeof consentSubject>;

/** A person's agreement to exactly one definition. */
export const consent = consentSubject.extend({
  /** Of the definition that was shown. */
  definition: contentHash,
  /** Of what an MCP server said about its tools when it was first used; `null` until then, and for other things. */
  descriptions: contentHash.nullable(),
  at: timestamp,
});
export type Consent = z.infer<typeof consent>;

/** The file that keeps them, in the user's own folder. */
export const consentFile = z.strictObject({ version: z.literal(1), consents: z.array(consent).max(10_000) });
