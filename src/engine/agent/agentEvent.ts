import type { Failure } from '../model/failure.ts';
import type { ToolCallId } from '../model/ids.ts';
import type { Message } from '../model/message.ts';
import type { ToolOutcome } from '../model/toolCall.ts';
import type { Usage } from '../model/usage.ts';

/**
 * What happens in a conversation, in order. Whoever consumes the events makes each one durable before asking for the
 * next, so nothing runs that was not recorded first.
 */
export type AgentEvent =
  | { readonly type: 'text-delta'; readonly text: string }
  | { readonly type: 'message'; readonly message: Message }
  | { readonly type: 'turn-ended'; readonly turn: number; readonly model: string; readonly usage: Usage }
  | { readonly type: 'turn-retried'; readonly turn: number; readonly failure: Failure; readonly delayMs: number }
  | { readonly type: 'tool-started'; readonly call: ToolCallId; readonly turn: number; readonly name: string; readonly input: string }
  | {
      readonly type: 'tool-finished';
      readonly call: ToolCallId;
      readonly outcome: ToolOutcome;
      /** The whole output, uncapped. */
      readonly output: string;
      readonly durationMs: number;
    };

export type AgentOutcome =
  /** A call ended the conversation: the output was accepted, or given up. */
  | { readonly type: 'ended' }
  /** The model stopped without ending the phase. */
  | { readonly type: 'stopped'; readonly text: string }
  /** Asked to pause between two turns. */
  | { readonly type: 'suspended' }
  | { readonly type: 'failed'; readonly failure: Failure };
