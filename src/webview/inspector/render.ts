import type { Json, JsonObject, JsonSchema } from '../../engine/model/json.ts';
import { toVisible } from '../text/visible.ts';
import { badgeTone, isBadge } from './badges.ts';
import type { Column, Field, Rendered, RenderedRecord } from './model.ts';
import { isObject, orderedKeys, propertyOf, schemaFor, textAt, titleFromKey } from './schema.ts';

/** Deeper values are shown as JSON: no reader follows them, and hostile nesting must end. */
const maxDepth = 10;
const headingKeys = ['title', 'name', 'question', 'decision', 'summary', 'finding', 'path', 'file'];
const codeKeys = new Set(['path', 'file', 'files', 'command', 'pointer', 'hash', 'branch', 'commit', 'symbol']);
const maxTableColumns = 5;
const maxCellLength = 90;

interface Place {
  readonly key: string;
  readonly depth: number;
}

interface Context {
  readonly root: JsonSchema;
  readonly anchors: ReadonlySet<string>;
}

/** Decides how an artifact is read. Pure; unknown and broken schemas only make it plainer. */
export function render(data: Json, schema: JsonSchema): Rendered {
  return toRendered(data, schema, { key: '', depth: 0, root: schema, anchors: anchorsOf(data) });
}

/** Every `id` in the data: what a text elsewhere may refer to. */
export function anchorsOf(data: Json, depth = 0): ReadonlySet<string> {
  if (depth > maxDepth || typeof data !== 'object' || data === null) return new Set();
  const own = isObject(data) && typeof data['id'] === 'string' ? [data['id']] : [];
  return new Set([...own, ...Object.values(data).flatMap((item: Json) => [...anchorsOf(item, depth + 1)])]);
}

function toRendered(value: Json, given: Json | undefined, at: Place & Context): Rendered {
  const schema = schemaFor(given, value, at.root);
  if (value === null || value === '') return { type: 'empty' };
  if (typeof value === 'string') return toText(value, schema, at);
  if (typeof value === 'boolean') return { type: 'badge', text: value ? 'Yes' : 'No', tone: 'neutral' };
  if (typeof value === 'number') return { type: 'plain', text: String(value), isCode: false };
  if (at.depth >= maxDepth) return { type: 'plain', text: toVisible(JSON.stringify(value)), isCode: true };
  return isObject(value) ? toRecord(value, schema, at) : toList(value, schema, at);
}

function toText(text: string, schema: JsonObject, { key, anchors }: Place & Context): Rendered {
  if (key !== 'id' && anchors.has(text)) return { type: 'reference', target: text };
  if (isBadge(key, text, schema)) return { type: 'badge', text: toVisible(text), tone: badgeTone(text) };
  const isCode = key === 'id' || codeKeys.has(key);
  return isCode ? { type: 'plain', text: toVisible(text), isCode: true } : { type: 'prose', text: toVisible(text) };
}

function toRecord(value: JsonObject, schema: JsonObject, at: Place & Context): RenderedRecord {
  const heading = headingKeys.find((key) => typeof value[key] === 'string' && value[key] !== '');
  const fields = orderedKeys(schema, value).map((key): Field => {
    const property = propertyOf(schema, key);
    const own = schemaFor(property, value[key] ?? null, at.root);
    return {
      key,
      title: toVisible(textAt(own, 'title') ?? titleFromKey(key)),
      description: visibleOrNull(textAt(own, 'description')),
      value: toRendered(value[key] ?? null, property, { ...at, key, depth: at.depth + 1 }),
    };
  });
  return { type: 'record', anchor: typeof value['id'] === 'string' ? value['id'] : null, heading: heading ?? null, fields };
}

function visibleOrNull(text: string | null): string | null {
  return text === null ? null : toVisible(text);
}

function toList(items: readonly Json[], schema: JsonObject, at: Place & Context): Rendered {
  if (items.length === 0) return { type: 'empty' };
  const rendered = items.map((item) => toRendered(item, schema['items'], { ...at, depth: at.depth + 1 }));
  const records = rendered.filter((item) => item.type === 'record');
  if (records.length < rendered.length) return { type: 'list', items: rendered };
  return isTabular(records) ? { type: 'table', columns: columnsOf(records), rows: records } : { type: 'cards', items: records };
}

/** A table only where every cell is a short value. */
function isTabular(records: readonly RenderedRecord[]): boolean {
  return records.length > 1 && columnsOf(records).length <= maxTableColumns && records.every(({ fields }) => fields.every(({ value }) => isCell(value)));
}

function isCell(value: Rendered): boolean {
  switch (value.type) {
    case 'empty':
    case 'badge':
    case 'reference':
      return true;
    case 'plain':
    case 'prose':
      return value.text.length <= maxCellLength && !value.text.includes('\n');
    case 'list':
      return value.items.length <= 4 && value.items.every((item) => item.type === 'reference' || item.type === 'plain');
    case 'record':
    case 'table':
    case 'cards':
      return false;
  }
}

function columnsOf(records: readonly RenderedRecord[]): Column[] {
  const columns = new Map<string, Column>();
  for (const { key, title, description } of records.flatMap(({ fields }) => fields)) {
    if (!columns.has(key)) columns.set(key, { key, title, description });
  }
  return [...columns.values()];
}
