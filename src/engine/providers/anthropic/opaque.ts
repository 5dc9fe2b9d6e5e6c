import type { Anthropic } from '@anthropic-ai/sdk';
import * as z from 'zod';
import { json, type Json } from '../../model/json.ts';

const contentBlock = z.custom<Anthropic.ContentBlockParam>((value) => z.looseObject({ type: z.string() }).safeParse(value).success);

/** The whole content of an answer that holds signed reasoning, with the model that may have it back. */
const opaqueContent = z.object({ vendor: z.literal('anthropic'), model: z.string(), content: z.array(contentBlock) });

export function writeOpaque(model: string, content: readonly object[]): Json {
  return json.parse({ vendor: 'anthropic', model, content });
}

/** `null` when there is nothing, or it belongs to another model. */
export function readOpaque(value: Json | undefined, model: string): readonly Anthropic.ContentBlockParam[] | null {
  const parsed = opaqueContent.safeParse(value);
  return parsed.success && parsed.data.model === model ? parsed.data.content : null;
}
