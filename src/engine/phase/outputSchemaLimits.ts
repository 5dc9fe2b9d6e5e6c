import { toPointer } from '../base/jsonPointer.ts';
import type { Issue } from '../model/artifact.ts';
import type { Json } from '../model/json.ts';

/** What an artifact may be at most, so that checking it ends in well under a second whatever its schema asks. */
export const artifactLimits = { depth: 64, values: 20_000, characters: 1_000_000 } as const;

/** The limit that data exceeds, if any. Uses no recursion: it looks at data before anything else does. */
export function limitIssue(data: Json): Issue | undefined {
  const open: { readonly value: Json; readonly path: readonly (string | number)[] }[] = [{ value: data, path: [] }];
  let values = 0;
  let characters = 0;
  for (let entry = open.pop(); entry; entry = open.pop()) {
    const { value, path } = entry;
    values += 1;
    characters += typeof value === 'string' ? value.length : 0;
    if (path.length > artifactLimits.depth) return { pointer: toPointer(path.slice(0, 3)), message: `is nested deeper than ${artifactLimits.depth} levels` };
    if (values > artifactLimits.values) return { pointer: '', message: `has more than ${artifactLimits.values.toLocaleString('en')} values: shorten it` };
    if (characters > artifactLimits.characters) return { pointer: '', message: `has more than ${artifactLimits.characters.toLocaleString('en')} characters: shorten it, and name files instead of copying them` };
    if (typeof value !== 'object' || value === null) continue;
    if (Array.isArray(value)) value.forEach((item: Json, index) => open.push({ value: item, path: [...path, index] }));
    else for (const [key, item] of Object.entries(value)) open.push({ value: item, path: [...path, key] });
  }
  return undefined;
}
