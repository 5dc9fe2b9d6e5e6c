import type { JsonObject, JsonSchema } from '../../model/json.ts';
import type { SchemaLoss } from '../../model/schemaLoss.ts';
import { isJsonObject } from '../jsonShape.ts';
import type { AnthropicDialect, Dialect } from './dialect.ts';
import { isStrict } from './isStrict.ts';
import { lowerPart, type Lowering } from './lowerPart.ts';
import { meaningOf } from './meaning.ts';

export interface Lowered {
  readonly schema: JsonSchema & { readonly type: 'object' };
  /** What the top no longer says, for the tool's description; empty, or a line of its own. */
  readonly note: string;
  readonly losses: readonly SchemaLoss[];
  /** The vendor's strict mode takes it, unchanged in meaning. */
  readonly isStrict: boolean;
}

/** How many schemas one lowered schema may hold. */
const mostParts = 5_000;

const refusedAtTop = ['anyOf', 'oneOf', 'allOf', 'enum', 'const', 'not'];

const known = new Map<string, WeakMap<JsonSchema, Lowered>>();

/**
 * A tool's input schema as the vendor takes it. It takes every object that the full schema takes (the answer is checked against that one),
 * and what it no longer demands stands in a description. The same schema object gives the same result, so that a request's beginning stays
 * as it is.
 */
export function lower(schema: JsonSchema, dialect: Dialect | AnthropicDialect): Lowered {
  const cache = known.get(dialect.name) ?? new WeakMap<JsonSchema, Lowered>();
  known.set(dialect.name, cache);
  const cached = cache.get(schema);
  if (cached !== undefined) return cached;
  const lowered = dialect.name === 'anthropic' ? withoutUnion(schema) : lowerWhole(schema, dialect);
  cache.set(schema, lowered);
  return lowered;
}

/** What a union at the top covered cannot be known as "evaluated" without it. */
function withoutUnion(schema: JsonSchema): Lowered {
  const { anyOf, oneOf, allOf, ...rest } = schema;
  const unions = Object.fromEntries(Object.entries({ anyOf, oneOf, allOf }).flatMap(([keyword, value]) => (value === undefined ? [] : [[keyword, value]])));
  if (Object.keys(unions).length === 0) return { schema: { ...schema, type: 'object' }, note: '', losses: [], isStrict: false };
  const { unevaluatedProperties, ...open } = rest;
  const demands: JsonObject = { ...unions, ...(unevaluatedProperties === undefined ? {} : { unevaluatedProperties }) };
  const losses = Object.keys(demands).map((keyword) => ({ pointer: '', keyword, meaning: meaningOf(keyword, demands) ?? keyword }));
  return { schema: { ...open, type: 'object' }, note: `\nThe input must also satisfy this JSON Schema: ${JSON.stringify(demands)}`, losses, isStrict: false };
}

function lowerWhole(schema: JsonSchema, dialect: Dialect): Lowered {
  const { $schema: _, ...plain } = schema;
  if (dialect.name === 'openai' && isStrict(plain)) return { schema: { ...plain, type: 'object' }, note: '', losses: [], isStrict: true };
  const lowering: Lowering = { root: schema, dialect, losses: [], budget: mostParts, keepsReferences: false };
  const whole = lowerPart(schema, { pointer: '', inside: [''], depth: 0 }, lowering);
  const { description, ...rest } = whole;
  const refused = refusedAtTop.filter((keyword) => rest[keyword] !== undefined);
  const meanings = refused.map((keyword) => ({ pointer: '', keyword, meaning: meaningOf(keyword, rest) ?? keyword }));
  const note = [typeof description === 'string' && description !== schema['description'] ? [description] : [], meanings.map(({ meaning }) => meaning)].flat().join(' ');
  const open = Object.fromEntries(Object.entries(rest).filter(([keyword]) => !refused.includes(keyword)));
  const described = schema['description'] === undefined ? {} : { description: schema['description'] };
  const result: Lowered['schema'] = { ...described, ...open, ...definitions(schema, lowering), type: 'object' };
  return { schema: result, note: note === '' ? '' : `\n${note}`, losses: [...lowering.losses, ...meanings], isStrict: false };
}

function definitions(schema: JsonSchema, lowering: Lowering): JsonObject {
  const { $defs } = schema;
  if (!lowering.keepsReferences || !isJsonObject($defs)) return {};
  return { $defs: Object.fromEntries(Object.entries($defs).map(([name, part]) => [name, lowerPart(part, { pointer: `/$defs/${name}`, inside: [], depth: 1 }, lowering)])) };
}
