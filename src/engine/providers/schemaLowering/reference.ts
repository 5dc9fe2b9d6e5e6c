import { fromPointer } from '../../base/jsonPointer.ts';
import type { Json, JsonSchema } from '../../model/json.ts';

/** `#/$defs/name`: the one kind that vendors with references take. */
export function isDefinition(reference: string): boolean {
  return /^#\/\$defs\/[^/]+$/.test(reference);
}

/** The place in the same document that a reference names; undefined for another document, an anchor, or nothing. */
export function resolve(root: JsonSchema, pointer: string): Json | undefined {
  let value: Json | undefined = root;
  for (const segment of fromPointer(pointer)) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, segment)) return undefined;
    value = new Map<string, Json>(Object.entries(value)).get(segment);
  }
  return value;
}

/** The JSON pointer of `#…`; undefined where it is none. */
export function pointerOf(reference: Json | undefined): string | undefined {
  if (typeof reference !== 'string' || !/^#(?:\/|$)/.test(reference)) return undefined;
  try {
    return decodeURIComponent(reference.slice(1));
  } catch {
    return undefined;
  }
}
