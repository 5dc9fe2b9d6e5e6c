import type { Json, JsonObject, JsonSchema } from '../../engine/model/json.ts';
import { isObject, referenced, textAt } from '../inspector/schema.ts';

/** One line about what an output must be: a field with its kind, or one way among several. */
export interface OutlineLine {
  readonly level: number;
  /** A field's name; `*` for fields of any name, `''` where there is none. */
  readonly name: string;
  /** `list of text, 1 to 20, not required`. */
  readonly kind: string;
  readonly description: string | null;
  /** JSON pointer into the output, with `*` for each item; what an issue's pointer is matched with. */
  readonly pointer: string;
}

const deepest = 6;
const mostLines = 200;

/** What a schema asks for, readable: every field with its kind and limits, in the order of the schema. The schema itself says more. */
export function outlineSchema(schema: JsonSchema): readonly OutlineLine[] {
  const lines: OutlineLine[] = [];
  outline({ schema, root: schema, lines }, { level: 0, pointer: '', name: '', isOptional: false });
  return lines.slice(0, mostLines);
}

interface Reading {
  readonly schema: Json | undefined;
  readonly root: JsonSchema;
  readonly lines: OutlineLine[];
}

interface Place {
  readonly level: number;
  readonly pointer: string;
  readonly name: string;
  readonly isOptional: boolean;
}

function outline({ schema: given, root, lines }: Reading, place: Place): void {
  if (lines.length >= mostLines || place.level > deepest) return;
  const schema = resolved(given, root);
  const items = resolved(schema['items'], root);
  const hasItems = schema['items'] !== undefined;
  lines.push({ level: place.level, name: place.name, kind: kindOf(schema, { items: hasItems ? items : null, isOptional: place.isOptional }), description: textAt(schema, 'description') ?? (hasItems ? textAt(items, 'description') : null), pointer: place.pointer });
  const [fields, pointer] = hasItems ? [items, `${place.pointer}/*`] : [schema, place.pointer];
  for (const alternative of alternativesOf(fields, root)) outline({ schema: alternative, root, lines }, { level: place.level + 1, name: '', pointer, isOptional: false });
  fieldsOf(fields, { root, lines }, { level: place.level + 1, pointer });
}

function fieldsOf(schema: JsonObject, { root, lines }: Omit<Reading, 'schema'>, { level, pointer }: Pick<Place, 'level' | 'pointer'>): void {
  const { properties, additionalProperties } = schema;
  const required = Array.isArray(schema['required']) ? schema['required'] : [];
  for (const [name, property] of Object.entries(isObject(properties) ? properties : {})) outline({ schema: property, root, lines }, { level, name, pointer: `${pointer}/${name}`, isOptional: !required.includes(name) });
  if (isObject(additionalProperties)) outline({ schema: additionalProperties, root, lines }, { level, name: '*', pointer: `${pointer}/*`, isOptional: true });
}

function resolved(schema: Json | undefined, root: JsonSchema): JsonObject {
  let current = isObject(schema) ? schema : {};
  for (let hop = 0; hop < deepest && typeof current['$ref'] === 'string'; hop += 1) {
    const { $ref, ...own } = current;
    current = { ...referenced(root, String($ref)), ...own };
  }
  return current;
}

/** Several ways of being an object; where each way is plain, the kind says it. */
function alternativesOf(schema: JsonObject, root: JsonSchema): readonly JsonObject[] {
  const ways = waysOf(schema).map((way) => resolved(way, root));
  return ways.some((way) => isObject(way['properties'])) ? ways : [];
}

function waysOf(schema: JsonObject): readonly Json[] {
  const ways = schema['anyOf'] ?? schema['oneOf'];
  return Array.isArray(ways) ? ways : [];
}

const words: Readonly<Record<string, string>> = { string: 'text', integer: 'whole number', number: 'number', boolean: 'true or false', object: 'object', array: 'list', null: 'null' };

function kindOf(schema: JsonObject, { items, isOptional }: { readonly items: JsonObject | null; readonly isOptional: boolean }): string {
  const list = items && `list of ${bare(items)}`;
  return [list ?? bare(schema), ...limitsOf(schema), ...(isOptional ? ['not required'] : [])].join(', ');
}

function bare(schema: JsonObject): string {
  if (schema['const'] !== undefined) return JSON.stringify(schema['const']);
  if (Array.isArray(schema['enum'])) return schema['enum'].map((value) => JSON.stringify(value)).join(' | ');
  const types = [schema['type']].flat().filter((type) => typeof type === 'string');
  if (types.length > 0) return types.map((type) => words[type] ?? type).join(' or ');
  const ways = waysOf(schema).filter(isObject);
  if (ways.length > 0) return ways.some((way) => isObject(way['properties'])) ? 'one of' : ways.map(bare).join(' or ');
  return isObject(schema['properties']) ? 'object' : 'anything';
}

function limitsOf(schema: JsonObject): readonly string[] {
  const pairs = [['minLength', 'maxLength', ' characters'], ['minItems', 'maxItems', ''], ['minimum', 'maximum', '']] as const;
  const ranges = pairs.flatMap(([low, high, unit]) => range(schema[low], schema[high], unit));
  return [...ranges, ...(typeof schema['pattern'] === 'string' ? [`like ${schema['pattern']}`] : []), ...(typeof schema['format'] === 'string' ? [schema['format']] : [])];
}

function range(low: Json | undefined, high: Json | undefined, unit: string): readonly string[] {
  if (typeof low === 'number' && low > 0 && typeof high === 'number') return [`${low} to ${high}${unit}`];
  if (typeof low === 'number' && low > 0) return [`at least ${low}${unit}`];
  return typeof high === 'number' && high < Number.MAX_SAFE_INTEGER ? [`at most ${high}${unit}`] : [];
}

/** Whether an issue is about what this line says, or about something within it that has no line of its own. */
export function isAboutLine(issuePointer: string, { pointer }: OutlineLine): boolean {
  const generic = issuePointer.split('/').map((segment) => (/^\d+$/.test(segment) ? '*' : segment)).join('/');
  return generic === pointer;
}
