import * as z from 'zod';
import { providerId } from './ids.ts';
import { jsonObject } from './json.ts';

/** A configured model vendor. Its key is in the host's secret storage and nowhere else. */
export const llmProvider = z.strictObject({
  id: providerId,
  kind: z.enum(['anthropic', 'openai', 'openai-compatible', 'gemini', 'editor', 'rehearsal', 'recorded']),
  role: z.enum(['primary', 'reviewer', 'second-opinion']),
  isEnabled: z.boolean(),
  config: jsonObject,
});
export type LLMProvider = z.infer<typeof llmProvider>;
