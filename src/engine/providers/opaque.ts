import * as z from 'zod';
import { json, type Json } from '../model/json.ts';

const envelope = z.object({ vendor: z.string(), model: z.string(), content: z.array(z.record(z.string(), json)) });

/** What a vendor wants back verbatim (signed reasoning and the like), labelled with whose it is. */
export interface OpaqueContent<Item> {
  write(model: string, content: readonly object[]): Json;
  /** `null` when there is nothing, or it belongs to another vendor or model. */
  read(value: Json | undefined, model: string): readonly Item[] | null;
}

/** Content of one wire protocol. An item is what this same code once took from that vendor: its shape is not checked again. */
export function opaqueContent<Item extends object>(vendor: string): OpaqueContent<Item> {
  const items = z.array(z.custom<Item>((value) => typeof value === 'object' && value !== null));
  return {
    write: (model, content) => json.parse(JSON.parse(JSON.stringify({ vendor, model, content }))),
    read(value, model) {
      const parsed = envelope.safeParse(value);
      return parsed.success && parsed.data.vendor === vendor && parsed.data.model === model ? items.parse(parsed.data.content) : null;
    },
  };
}
