import { revealHidden } from '../base/hiddenText.ts';
import { isJsonObject, type Json, type JsonObject, type JsonSchema } from '../model/json.ts';

/** Vendors want an object; what is too large or nested to send is replaced by one that takes anything, because the server checks for itself. */
export function boundedSchema(schema: JsonObject, maxCharacters: number): JsonSchema {
  const { $schema: _, ...rest } = schema;
  const fits = depthOf(rest) <= deepest && JSON.stringify(rest).length <= maxCharacters;
  return fits ? { ...visibleObject(rest), type: 'object' } : { type: 'object', description: 'The schema of this tool was too large to show.' };
}

/** Names and values too: what a model must not see unshown, it cannot send either. */
function visibleObject(value: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [revealHidden(key), visibleJson(item)]));
}

function visibleJson(value: Json): Json {
  if (typeof value === 'string') return revealHidden(value);
  if (Array.isArray(value)) return value.map(visibleJson);
  return isJsonObject(value) ? visibleObject(value) : value;
}

const deepest = 40;

/** Without recursion, because a server may nest as deep as it likes. */
function depthOf(value: Json): number {
  let deepestSeen = 0;
  const open: { readonly value: Json; readonly depth: number }[] = [{ value, depth: 1 }];
  for (let entry = open.pop(); entry && deepestSeen <= deepest; entry = open.pop()) {
    const { value: current, depth } = entry;
    deepestSeen = Math.max(deepestSeen, depth);
    if (typeof current === 'object' && current !== null) for (const item of Object.values(current)) open.push({ value: item, depth: depth + 1 });
  }
  return deepestSeen;
}
