import type { TurnEvent } from './languageModel.ts';

/** What came back from a model, and when: milliseconds since the request was sent. Neighbouring pieces of text are joined. */
export interface ExchangeEvent {
  readonly atMs: number;
  readonly event: TurnEvent;
}

/** One request to a model with everything that came back. Holds no secrets. */
export interface Exchange {
  /** Hash of what the model was sent. The same request, the same hash, in any run and on any day. */
  readonly request: string;
  /** The same without what tools answered: where in which conversation it was asked. Tool output has times and paths that differ from day to day. */
  readonly position: string;
  /** `provider/model`. */
  readonly model: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly events: readonly ExchangeEvent[];
}

/** Where exchanges with models are kept. */
export interface Exchanges {
  /** Makes it up and keeps it soon. Never throws: a run must not fail for want of a recording. */
  keep(exchange: () => Exchange): void;
  /** Those of one position, oldest first. */
  of(position: string): Promise<readonly Exchange[]>;
}
