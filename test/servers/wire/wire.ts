import type { FailureKind } from '../../../src/engine/model/failure.ts';
import type { TurnEndReason } from '../../../src/engine/model/message.ts';
import type { LanguageModel } from '../../../src/engine/ports/languageModel.ts';
import type { TransportLimits } from '../../../src/engine/providers/guardedFetch.ts';

export interface WireCall {
  readonly id: string;
  readonly name: string;
  /** Pieces of the arguments' JSON text; joined where a protocol sends calls whole. */
  readonly json: readonly string[];
}

export interface WireTurn {
  /** Deltas. */
  readonly text?: readonly string[];
  readonly calls?: readonly WireCall[];
  /** In the protocol's own words; what fits unless given. */
  readonly stop?: string;
  /** `null`: the server does not count. */
  readonly usage?: { readonly input: number; readonly output: number; readonly cached: number } | null;
  /** Something that must be sent back verbatim. */
  readonly signature?: string;
}

/** A vendor's protocol as its server speaks it. */
export interface Wire {
  readonly name: string;
  /** `provider/model`. */
  readonly reference: string;
  /** Environment variable with the key. */
  readonly keyVariable: string;
  /** Pieces cannot come apart from each other in protocols that send calls whole. */
  readonly streamsArguments: boolean;
  modelAt(baseUrl: string, limits?: Partial<TransportLimits>, model?: string): LanguageModel;
  /** Events of a whole stream, each as text on the wire. */
  turn(turn: WireTurn): readonly string[];
  /** Pieces of two calls, mixed as far as the protocol lets them. */
  interleaved(first: WireCall, second: WireCall): readonly string[];
  /** An error's body. */
  error(name: string, message: string): string;
  /** An event whose data is not JSON. */
  readonly garbage: string;
  readonly requestIdHeader: string;
  /** Status, the vendor's name for the error, what it is, whether to try again. */
  readonly statuses: readonly (readonly [number, string, FailureKind, boolean])[];
  /** Names of bad requests that are something else by their words. */
  readonly worded: readonly (readonly [string, string, FailureKind])[];
  /** An event inside a stream that began well. */
  readonly streamedErrors: readonly (readonly [string, FailureKind, boolean])[];
  readonly stops: Readonly<Record<string, TurnEndReason>>;
  /** Stands in a request's body once for each tool result. */
  readonly resultMark: string;
  /** The vendor's own count of a request: where it is asked for, and what is answered. */
  readonly counting?: { readonly path: RegExp; readonly answer: (tokens: number) => object };
  /** What the vendor gets back in the next request's conversation, as text that must occur in it. */
  readonly replayedSignature: (signature: string) => string;
}

/** An event of a stream as servers write it. */
export function sse(data: unknown, event?: string): string {
  return `${event === undefined ? '' : `event: ${event}\n`}data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`;
}
