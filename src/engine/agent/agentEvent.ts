import type { Blockage } from '../model/blockage.ts';
import type { CompactionReason } from '../model/compaction.ts';
import type { Failure } from '../model/failure.ts';
import type { ToolCallId } from '../model/ids.ts';
import type { AssistantMessage, Message, ToolMessage, TurnEndReason } from '../model/message.ts';
import type { CallPermission, ToolOutcome } from '../model/toolCall.ts';
import type { Spending, Usage } from '../model/usage.ts';
import type { KeptImage } from './conversationImages.ts';

/**
 * What happens in a conversation, in order. What belongs together is one event, to be recorded as a whole: a turn with its
 * message, a call with its answer. Whoever consumes a `tool-started` of a tool with side effects makes it durable, with
 * everything before it, before asking for the next event; so nothing takes effect that was not recorded first.
 */
export type AgentEvent =
  | { readonly type: 'text-delta'; readonly text: string }
  /** `steering`: it tells what a person wrote, so many texts with it. */
  | { readonly type: 'message'; readonly message: Message; readonly steering?: number }
  /** Another turn is about to be asked and paid for: what came before should be durable by then. */
  | { readonly type: 'turn-due' }
  | { readonly type: 'turn-ended'; readonly turn: number; readonly model: string; readonly reason: TurnEndReason; readonly usage: Usage; readonly charged?: Spending; readonly message: AssistantMessage | null }
  /** `messages`: places in the conversation of the results that are sent in short from now on; `counted`: tokens of all of it before, where the vendor counted them. */
  | { readonly type: 'context-compacted'; readonly turn: number; readonly reason: CompactionReason; readonly messages: readonly number[]; readonly counted?: number }
  | { readonly type: 'price-unknown'; readonly model: string }
  | { readonly type: 'turn-retried'; readonly turn: number; readonly failure: Failure; readonly delayMs: number }
  | { readonly type: 'tool-started'; readonly call: ToolCallId; readonly turn: number; readonly name: string; readonly input: string }
  | {
      readonly type: 'tool-finished';
      readonly call: ToolCallId;
      readonly outcome: ToolOutcome;
      /** The whole output, uncapped. */
      readonly output: string;
      readonly images?: readonly KeptImage[];
      readonly durationMs: number;
      /** What the conversation goes on with; `null` where the call ended it. */
      readonly message: ToolMessage | null;
      /** What was decided before it ran; absent where nothing had to be. */
      readonly permission?: CallPermission;
    };

export type AgentOutcome =
  /** A call ended the conversation: the output was accepted, or given up. */
  | { readonly type: 'ended' }
  /** The model stopped without ending the phase. */
  | { readonly type: 'stopped'; readonly text: string; readonly isCutOff: boolean }
  /** Asked to pause between two turns. */
  | { readonly type: 'suspended' }
  /** The next turn cannot be taken now; nothing is lost, and it can be asked for again later. */
  | { readonly type: 'blocked'; readonly by: Blockage }
  | { readonly type: 'failed'; readonly failure: Failure };
