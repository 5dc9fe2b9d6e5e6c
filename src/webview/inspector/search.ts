import type { Rendered, RenderedRecord } from './model.ts';

/** Keeps what matches and what leads there: items of lists go when nothing in them matches, fields stay with their match. */
export function filterRendered(value: Rendered, query: string): Rendered | null {
  const wanted = query.trim().toLowerCase();
  return wanted === '' ? value : keepMatching(value, wanted);
}

function keepMatching(value: Rendered, wanted: string): Rendered | null {
  switch (value.type) {
    case 'record': return filterFields(value, wanted);
    case 'table': return orNull({ ...value, rows: value.rows.filter((row) => hasMatch(row, wanted)) }, ({ rows }) => rows.length);
    case 'cards': return orNull({ ...value, items: value.items.filter((item) => hasMatch(item, wanted)) }, ({ items }) => items.length);
    case 'list': return orNull({ ...value, items: value.items.filter((item) => hasMatch(item, wanted)) }, ({ items }) => items.length);
    case 'empty':
    case 'prose':
    case 'plain':
    case 'badge':
    case 'reference':
      return hasMatch(value, wanted) ? value : null;
  }
}

function orNull<T>(value: T, sizeOf: (value: T) => number): T | null {
  return sizeOf(value) === 0 ? null : value;
}

function filterFields(record: RenderedRecord, wanted: string): RenderedRecord | null {
  const fields = record.fields.flatMap((field) => {
    if (field.title.toLowerCase().includes(wanted)) return [field];
    const value = keepMatching(field.value, wanted);
    return value ? [{ ...field, value }] : [];
  });
  return fields.length === 0 ? null : { ...record, fields };
}

function hasMatch(value: Rendered, wanted: string): boolean {
  return countMatches(value, wanted) > 0;
}

/** How often the query occurs in the values that are shown. */
export function countMatches(value: Rendered | null, query: string): number {
  const wanted = query.trim().toLowerCase();
  if (value === null || wanted === '') return 0;
  switch (value.type) {
    case 'empty': return 0;
    case 'prose':
    case 'plain':
    case 'badge':
      return occurrences(value.text, wanted);
    case 'reference': return occurrences(value.target, wanted);
    case 'record': return sum(value.fields.map((field) => countMatches(field.value, wanted)));
    case 'table': return sum(value.rows.map((row) => countMatches(row, wanted)));
    case 'cards':
    case 'list':
      return sum(value.items.map((item) => countMatches(item, wanted)));
  }
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}

function occurrences(text: string, wanted: string): number {
  return text.toLowerCase().split(wanted).length - 1;
}

export interface TextPart {
  readonly text: string;
  readonly isMatch: boolean;
}

/** The text cut at its matches; joined again it is the same text. */
export function splitMatches(text: string, query: string): TextPart[] {
  const wanted = query.trim().toLowerCase();
  const lower = text.toLowerCase();
  if (wanted === '' || lower.length !== text.length) return [{ text, isMatch: false }];
  const parts: TextPart[] = [];
  let end = 0;
  for (let index = lower.indexOf(wanted); index >= 0; index = lower.indexOf(wanted, end)) {
    if (index > end) parts.push({ text: text.slice(end, index), isMatch: false });
    parts.push({ text: text.slice(index, index + wanted.length), isMatch: true });
    end = index + wanted.length;
  }
  if (end < text.length) parts.push({ text: text.slice(end), isMatch: false });
  return parts;
}
