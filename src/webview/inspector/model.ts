import type { Tone } from '../text/status.ts';

/** A value of an artifact, as a reader wants it: what it is decided from its schema and its content. */
export type Rendered =
  | { readonly type: 'empty' }
  /** Sentences, in the Markdown subset. */
  | { readonly type: 'prose'; readonly text: string }
  /** A short value: number, name, path. */
  | { readonly type: 'plain'; readonly text: string; readonly isCode: boolean }
  | { readonly type: 'badge'; readonly text: string; readonly tone: Tone }
  /** The id of something else in this artifact. */
  | { readonly type: 'reference'; readonly target: string }
  | RenderedRecord
  | { readonly type: 'table'; readonly columns: readonly Column[]; readonly rows: readonly RenderedRecord[] }
  | { readonly type: 'cards'; readonly items: readonly RenderedRecord[] }
  | { readonly type: 'list'; readonly items: readonly Rendered[] };

export interface RenderedRecord {
  readonly type: 'record';
  /** Its own id, which references lead to. */
  readonly anchor: string | null;
  /** The field that names it, such as `title`. */
  readonly heading: string | null;
  readonly fields: readonly Field[];
}

export interface Field {
  readonly key: string;
  readonly title: string;
  readonly description: string | null;
  readonly value: Rendered;
}

export interface Column {
  readonly key: string;
  readonly title: string;
  readonly description: string | null;
}
