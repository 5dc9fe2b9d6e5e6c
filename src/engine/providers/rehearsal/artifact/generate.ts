import type { Json, JsonObject } from '../../../model/json.ts';
import { isJsonArray, isJsonObject } from '../../jsonShape.ts';
import { accepts, canonical } from './accepts.ts';
import { hashText } from './chooser.ts';
import { generateArray } from './generateArray.ts';
import { generateNumber } from './generateNumber.ts';
import { generateObject } from './generateObject.ts';
import { generateString } from './generateString.ts';
import type { Place } from './place.ts';
import { flatten, merge, toList } from './schemaShape.ts';

const variants = 10;
/** From here on what ends is preferred; below the last depth nothing is made, so that impossible recursion ends too. */
const generousDepth = 6;
const lastDepth = 40;

/** A value for the schema. Valid wherever the schema is one that can be satisfied by the usual means; otherwise the nearest try. */
export function generate(place: Place): Json {
  if (place.path.length > lastDepth) return null;
  const first = attempt(place);
  if (accepts(place.schema, first, place.root)) return first;
  for (let variant = 1; variant < variants && place.effort.left > 0; variant += 1) {
    place.effort.left -= 1;
    const value = attempt({ ...place, variant: place.variant + variant });
    if (accepts(place.schema, value, place.root)) return value;
  }
  return first;
}

function attempt(place: Place): Json {
  const schema = chooseBranch(flatten(place.schema, place.root), place);
  if (schema.const !== undefined) return schema.const;
  if (isJsonArray(schema.enum) && schema.enum.length > 0) return chooseMember(schema.enum, schema, place);
  const type = chooseType(schema, place);
  const inner = { ...place, schema };
  if (type === 'object') return generateObject(schema, inner);
  if (type === 'array') return generateArray(schema, inner);
  if (type === 'integer' || type === 'number') return generateNumber({ ...inner, schema, isInteger: type === 'integer' });
  if (type === 'boolean') return typeof place.draft === 'boolean' ? place.draft : place.variant % 2 === 0;
  return type === 'null' ? null : generateText(schema, inner);
}

function generateText(schema: JsonObject, place: Place): string {
  const { draft, variant, writer, path } = place;
  const drafted = typeof draft === 'string' && variant === 0 ? [draft] : [];
  return generateString({ schema, root: place.root, candidates: [...drafted, ...textsFor(writer.texts(place), variant)], variant, seed: place.seed + hashText(path.join('/')) });
}

/** Later variants take other texts, and when those run out number them. */
function textsFor(texts: readonly string[], variant: number): readonly string[] {
  if (variant < texts.length) return [...texts.slice(variant), ...texts.slice(0, variant)];
  const [text = ''] = texts;
  return [`${text} (${variant + 1})`, `${variant + 1} ${text}`];
}

/** Takes one branch of a union and one side of a condition; later variants take others. */
function chooseBranch(schema: JsonObject, place: Place): JsonObject {
  const { anyOf, oneOf, if: condition, then, else: otherwise, ...base } = schema;
  const unions = [anyOf, oneOf].filter(isJsonArray).filter((branches) => branches.length > 0);
  const chosen = unions.map((branches) => {
    const ranked = branches.toSorted((left, right) => rankBranch(right, place) - rankBranch(left, place));
    return ranked[place.variant % ranked.length] ?? {};
  });
  const sides = condition === undefined ? [] : [[], [condition, then ?? {}], [otherwise ?? {}]][place.variant % 3] ?? [];
  const merged = [...chosen, ...sides].reduce<JsonObject>((whole, part) => merge(whole, flatten(part, place.root)), base);
  const isNested = [...chosen, ...sides].length > 0 && (merged.anyOf !== undefined || merged.oneOf !== undefined || merged.if !== undefined);
  return isNested ? chooseBranch(merged, place) : merged;
}

/** The branch that takes the draft, then one that is not null; far down one that ends. */
function rankBranch(branch: Json, { draft, root, path }: Place): number {
  if (draft !== undefined && accepts(branch, draft, root)) return 3;
  const { type, properties, items } = flatten(branch, root);
  if (path.length >= generousDepth) return properties === undefined && items === undefined ? 2 : 1;
  return type === 'null' ? 0 : 1;
}

function chooseMember(members: readonly Json[], schema: JsonObject, place: Place): Json {
  const valid = members.filter((member) => accepts({ ...schema, enum: members }, member, place.root));
  const drafted = valid.find((member) => place.draft !== undefined && canonical(member) === canonical(place.draft));
  if (drafted !== undefined && place.variant === 0) return drafted;
  const ranked = place.writer.rank(valid.length > 0 ? valid : members, place);
  return ranked[place.variant % ranked.length] ?? null;
}

const impliedTypes: readonly (readonly [string, readonly string[]])[] = [
  ['object', ['properties', 'required', 'additionalProperties', 'patternProperties', 'minProperties', 'propertyNames']],
  ['array', ['items', 'prefixItems', 'minItems', 'contains', 'uniqueItems']],
  ['number', ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf']],
];

function chooseType(schema: JsonObject, place: Place): Json {
  if (schema.type !== undefined) {
    const types = toList(schema.type);
    const fitting = place.draft === undefined ? undefined : types.find((type) => accepts({ type }, place.draft ?? null, place.root));
    const ordered = [...types.filter((type) => type !== 'null'), ...types.filter((type) => type === 'null')];
    return (place.variant === 0 ? fitting : undefined) ?? ordered[place.variant % Math.max(1, ordered.length)] ?? 'string';
  }
  if (isJsonObject(place.draft)) return 'object';
  if (isJsonArray(place.draft)) return 'array';
  return impliedTypes.find(([, keywords]) => keywords.some((keyword) => schema[keyword] !== undefined))?.[0] ?? 'string';
}
