import type { Json, JsonObject, JsonSchema } from '../../../model/json.ts';
import { accepts } from './accepts.ts';
import { hashText, seededChooser } from './chooser.ts';
import { generateFromPattern } from './pattern.ts';

const byFormat: Readonly<Record<string, (n: number) => string>> = {
  'date-time': (n) => `2026-01-01T${two(n % 24)}:00:00Z`,
  date: (n) => `2026-01-${two(1 + (n % 28))}`,
  time: (n) => `${two(n % 24)}:00:00Z`,
  duration: (n) => `PT${1 + n}M`,
  email: (n) => `person${n + 1}@example.com`,
  hostname: (n) => `host${n + 1}.example.com`,
  ipv4: (n) => `192.0.2.${1 + (n % 254)}`,
  ipv6: (n) => `2001:db8::${(1 + n).toString(16)}`,
  uri: (n) => `https://example.com/${n + 1}`,
  'uri-reference': (n) => `/${n + 1}`,
  uuid: (n) => `00000000-0000-4000-8000-${String(n + 1).padStart(12, '0')}`,
  'json-pointer': () => '',
  regex: () => '^.+$',
};

function two(value: number): string {
  return String(value).padStart(2, '0');
}

export interface StringPlace {
  readonly schema: JsonObject;
  readonly root: JsonSchema;
  /** Texts to use if they fit, best first. */
  readonly candidates: readonly string[];
  /** Distinguishes neighbours that must not be equal. */
  readonly variant: number;
  readonly seed: number;
}

/** The first text that the schema accepts: a candidate as it is, one cut or extended to the right length, or one made from the pattern. */
export function generateString(place: StringPlace): string {
  const { schema, root, candidates, variant } = place;
  const fits = (text: string): boolean => accepts(schema, text, root);
  const format = typeof schema.format === 'string' ? byFormat[schema.format]?.(variant) : undefined;
  const direct = [...(format === undefined ? candidates : [format]), ...candidates.map((text) => toLength(text, schema))].find(fits);
  if (direct !== undefined) return direct;
  return fromPattern(place, fits) ?? toLength(candidates[0] ?? 'text', schema);
}

function fromPattern({ schema, variant, seed }: StringPlace, fits: (text: string) => boolean): string | undefined {
  if (typeof schema.pattern !== 'string') return undefined;
  const least = Number(schema.minLength ?? 0);
  for (let attempt = 0; attempt < 60; attempt += 1) {
    const stretch = attempt < 30 ? attempt % 10 : least + (attempt % 5);
    const text = generateFromPattern(schema.pattern, seededChooser(seed + hashText(`${variant}/${attempt}`), stretch));
    const found = [text, toLength(text, schema)].find(fits);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Cut at a word where possible, or repeated until long enough. Lengths count code points, as JSON Schema does. */
function toLength(text: string, schema: JsonObject): string {
  const most = limitOf(schema.maxLength, Infinity);
  const least = limitOf(schema.minLength, 0);
  let characters = Array.from(text);
  while (characters.length < least) characters = [...characters, ...(characters.length === 0 ? ['x'] : [' ', ...Array.from(text)])].slice(0, Math.max(least, 1));
  if (characters.length <= most) return characters.join('');
  const cut = characters.slice(0, most).join('');
  const atWord = cut.slice(0, Math.max(0, cut.lastIndexOf(' ')));
  return Array.from(atWord).length >= Math.max(least, most / 2) ? atWord : cut;
}

function limitOf(value: Json | undefined, fallback: number): number {
  return typeof value === 'number' ? value : fallback;
}
