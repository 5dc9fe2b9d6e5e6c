import type { Failure } from '../model/failure.ts';
import type { ContentHash } from '../model/ids.ts';
import type { Json, JsonSchema } from '../model/json.ts';
import type { Message, ModelToolCall, TurnEndReason } from '../model/message.ts';
import type { SchemaLoss } from '../model/schemaLoss.ts';
import type { Usage } from '../model/usage.ts';
import type { Result } from '../base/result.ts';

export interface ToolSpec {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: JsonSchema;
}

export interface TurnRequest {
  readonly system: string;
  readonly messages: readonly Message[];
  /** Places of the model's messages before which something is not sent any more as it was when they were said. */
  readonly unbound?: ReadonlySet<number>;
  readonly tools: readonly ToolSpec[];
  /** Base64 of the images that messages refer to, by hash. */
  readonly images?: ReadonlyMap<ContentHash, string>;
  readonly maxOutputTokens: number;
  /** Same seed, same request, same answer, where the model can promise it (rehearsal does). */
  readonly seed: number;
}

export type TurnEvent =
  | { readonly type: 'text-delta'; readonly text: string }
  | { readonly type: 'tool-call'; readonly call: ModelToolCall }
  | { readonly type: 'turn-end'; readonly reason: TurnEndReason; readonly usage: Usage; readonly opaque?: Json }
  | { readonly type: 'turn-failed'; readonly failure: Failure };

/**
 * One assistant turn from one vendor.
 *
 * - Never throws for network, auth, vendor or abort failures: the last event is exactly one `turn-end` or `turn-failed`.
 * - `tool-call` is yielded once and whole, with its input parsed but not validated.
 * - Retries nothing: retrying is the engine's decision.
 * - Leaving the loop early closes the connection.
 */
export interface LanguageModel {
  /** `provider/model`, as recorded in `modelUsed`. */
  readonly id: string;
  /** The most tokens that a request and its answer may have together; absent where nobody knows. */
  readonly contextTokens?: number | undefined;
  /** How many tokens the vendor itself counts in what would be sent; `null` where it does not tell, or not now. One request, which bills nothing. Never throws. */
  countTokens?(request: TurnRequest, signal: AbortSignal): Promise<number | null>;
  /** The most that a request of this size can cost, in US dollars, nothing of it cached; `null`, or no method, where the price is unknown. */
  worstCostUsd?(tokens: { readonly input: number; readonly output: number }): number | null;
  /** What of a tool's schema this vendor is told in words only; no method where schemas go to nobody. */
  lossesOf?(schema: JsonSchema): readonly SchemaLoss[];
  /** Goes on where this model cannot be had: its vendor limits, is down, or refuses the key. */
  readonly next?: LanguageModel | undefined;
  streamTurn(request: TurnRequest, signal: AbortSignal): AsyncIterable<TurnEvent>;
}

/** Finds the model behind an alias (`balanced`) or an exact `provider/model`. Loads a vendor's SDK on first use only. */
export interface LanguageModels {
  resolve(reference: string): Promise<Result<LanguageModel, Failure>>;
}
