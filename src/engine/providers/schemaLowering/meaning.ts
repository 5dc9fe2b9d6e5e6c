import type { Json, JsonObject } from '../../model/json.ts';

const longestQuote = 400;

const sentences: Readonly<Record<string, (value: string) => string>> = {
  minLength: (value) => `At least ${value} ${value === '1' ? 'character' : 'characters'}.`,
  maxLength: (value) => `At most ${value} ${value === '1' ? 'character' : 'characters'}.`,
  minItems: (value) => `At least ${value} ${value === '1' ? 'item' : 'items'}.`,
  maxItems: (value) => `At most ${value} ${value === '1' ? 'item' : 'items'}.`,
  minProperties: (value) => `At least ${value} ${value === '1' ? 'property' : 'properties'}.`,
  maxProperties: (value) => `At most ${value} ${value === '1' ? 'property' : 'properties'}.`,
  minimum: (value) => `At least ${value}.`,
  maximum: (value) => `At most ${value}.`,
  exclusiveMinimum: (value) => `More than ${value}.`,
  exclusiveMaximum: (value) => `Less than ${value}.`,
  multipleOf: (value) => `A multiple of ${value}.`,
  pattern: (value) => `Matches the pattern ${value}`,
  format: (value) => `Format: ${value}.`,
  default: (value) => `Default: ${value}.`,
  enum: (value) => `One of ${value}.`,
  const: (value) => `Exactly ${value}.`,
  uniqueItems: () => 'No item twice.',
};

/** Keywords that only mean something beside another one, which is quoted with them. */
const quotedTogether: Readonly<Record<string, readonly string[]>> = { if: ['if', 'then', 'else'], contains: ['contains', 'minContains', 'maxContains'] };

const rules = new Set([
  'anyOf', 'oneOf', 'allOf', 'not', 'if', 'contains', 'dependentSchemas', 'dependentRequired', 'dependencies', 'patternProperties', 'propertyNames', 'additionalProperties',
  'items', 'prefixItems', 'unevaluatedProperties', 'unevaluatedItems', 'type', 'required', 'properties', '$dynamicRef',
]);

/** What a keyword demands, in words that a model reads in the description; undefined where it demands nothing. */
export function meaningOf(keyword: string, schema: JsonObject): string | undefined {
  const value = schema[keyword];
  const sentence = Object.hasOwn(sentences, keyword) ? sentences[keyword] : undefined;
  if (value === undefined || (keyword === 'uniqueItems' && value === false)) return undefined;
  if (sentence !== undefined) return sentence(shown(value));
  if (!rules.has(keyword)) return undefined;
  const names = quotedTogether[keyword] ?? [keyword];
  const quote = JSON.stringify(Object.fromEntries(Object.entries(schema).filter(([name]) => names.includes(name))));
  return quote.length > longestQuote ? `A rule with "${keyword}" applies too; a rejection names it.` : `Must also satisfy this JSON Schema: ${quote}`;
}

function shown(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
