import type { Issue } from '../../model/artifact.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import type { SchemaPlace } from './schemaIndex.ts';

/** What a schema says about a value: the issues, and which of its properties and items were looked at (for `unevaluated…`). */
export interface Verdict {
  readonly issues: readonly Issue[];
  readonly properties: ReadonlySet<string>;
  readonly items: ReadonlySet<number>;
}

/** One schema being applied to one value. */
export interface Evaluation {
  readonly schema: JsonObject;
  readonly data: Json;
  /** JSON pointer of the value. */
  readonly pointer: string;
  readonly report: (message: string, pointer?: string) => void;
  /** Applies a schema below this one to the value itself. What it looked at counts only when taken with `adopt`. */
  readonly inPlace: (schema: Json) => Verdict;
  /** Applies a schema to a part of the value. */
  readonly at: (schema: Json, data: Json, pointer: string) => Verdict;
  /** Follows `$ref` or `$dynamicRef`. */
  readonly referTo: (place: SchemaPlace) => Verdict;
  readonly resolve: (reference: string, isDynamic: boolean) => SchemaPlace;
  /** Takes over issues and what was looked at. */
  readonly adopt: (verdict: Verdict) => void;
  readonly markProperty: (name: string) => void;
  readonly markItem: (index: number) => void;
  readonly seenProperties: ReadonlySet<string>;
  readonly seenItems: ReadonlySet<number>;
}

/** Applies one keyword; keywords that are not about the value's type do nothing. */
export type Keyword = (value: Json, evaluation: Evaluation) => void;

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isArray(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

export function shown(value: Json): string {
  const text = JSON.stringify(value);
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}
