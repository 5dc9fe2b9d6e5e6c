import type { RunEventOf, RunEventType } from '../../model/fact.ts';
import type { RunId, Timestamp } from '../../model/ids.ts';
import type { Contents } from '../contents/contents.ts';
import type { Database } from '../database.ts';

/** Where and when an event happened, and the tables it changes. */
export interface Place {
  readonly database: Database;
  readonly contents: Contents;
  readonly runId: RunId;
  readonly seq: number;
  readonly at: Timestamp;
}

export type EventByType = { readonly [T in RunEventType]: RunEventOf<T> };

/** One small function per event: forgetting one is a compile error. */
export type Projections = { readonly [T in RunEventType]: (place: Place, event: EventByType[T]) => void };
export type ProjectionsOf<T extends RunEventType> = Pick<Projections, T>;
