import type { Anthropic } from '@anthropic-ai/sdk';
import type { Usage } from '../../model/usage.ts';
import type { TurnEndReason } from '../../model/message.ts';
import type { TurnEvent } from '../../ports/languageModel.ts';
import { TransportError } from '../transportError.ts';
import { toUsage, type CountedTokens } from '../turnUsage.ts';
import { closeBlock, growBlock, isReasoning, openBlock, replayed, toCall, toReplay, type OpenBlock } from './contentBlocks.ts';

/**
 * Text streams as it comes; calls are held back until the turn has its ending, so that nothing of an answer that was cut can run.
 * Throws `TransportError` where the stream is not a whole turn.
 */
export async function* readTurn(stream: AsyncIterable<Anthropic.RawMessageStreamEvent>, model: string): AsyncGenerator<TurnEvent> {
  const blocks = new Map<number, OpenBlock>();
  let tokens: TokenCounts = {};
  let stopReason: string | null = null;

  for await (const event of stream) {
    switch (event.type) {
      case 'message_start':
        tokens = mergeTokens(tokens, event.message.usage);
        break;
      case 'content_block_start': {
        const block = openBlock(event.content_block);
        blocks.set(event.index, block);
        if (block.type === 'text' && block.text !== '') yield { type: 'text-delta', text: block.text };
        break;
      }
      case 'content_block_delta': {
        const text = growBlock(blocks.get(event.index), event.delta);
        if (text !== '') yield { type: 'text-delta', text };
        break;
      }
      case 'content_block_stop':
        closeBlock(blocks.get(event.index));
        break;
      case 'message_delta':
        stopReason = event.delta.stop_reason;
        tokens = mergeTokens(tokens, event.usage);
        break;
      case 'message_stop':
        yield* endTurn({ model, blocks: withoutRepeats([...blocks.values()]), stopReason, usage: toUsage(`anthropic/${model}`, countTokens(tokens)) });
        return;
    }
  }

  // The SDK ends its loop silently when the connection ends or is aborted; without this nobody would learn that the ending is missing.
  throw new TransportError('cut-off', 'The answer ended before it was complete.', true);
}

interface FinishedTurn {
  readonly model: string;
  readonly blocks: readonly OpenBlock[];
  readonly stopReason: string | null;
  readonly usage: Usage;
}

function* endTurn({ model, blocks, stopReason, usage }: FinishedTurn): Generator<TurnEvent> {
  const reason = toReason(stopReason ?? 'none');
  const calls = reason === 'refused' || reason === 'paused' ? [] : blocks.flatMap((block) => (block.type === 'tool' ? [toCall(block, reason === 'length')] : []));
  for (const call of calls) yield { type: 'tool-call', call };

  const hasReasoning = blocks.some(isReasoning);
  const opaque = reason !== 'refused' && hasReasoning ? { opaque: replayed.write(model, blocks.flatMap(toReplay)) } : {};
  yield { type: 'turn-end', reason: reconcile(reason, calls.length), usage, ...opaque };
}

/** The vendor's ids are its promise; of calls with the same one, a server that breaks it gets back the first. */
function withoutRepeats(blocks: readonly OpenBlock[]): readonly OpenBlock[] {
  const seen = new Set<string>();
  return blocks.filter((block) => block.type !== 'tool' || (!seen.has(block.id) && seen.add(block.id)));
}

function toReason(stopReason: string): TurnEndReason {
  switch (stopReason) {
    case 'end_turn':
    case 'stop_sequence':
      return 'stop';
    case 'tool_use':
      return 'tool-calls';
    case 'max_tokens':
    case 'model_context_window_exceeded':
      return 'length';
    case 'refusal':
      return 'refused';
    case 'pause_turn':
      return 'paused';
    default:
      throw new TransportError('malformed', `The answer ended for a reason that is not known here: ${JSON.stringify(stopReason)}.`, false);
  }
}

/** Compatible servers do not always name the reason that fits what they sent. */
function reconcile(reason: TurnEndReason, calls: number): TurnEndReason {
  if (reason === 'stop' && calls > 0) return 'tool-calls';
  return reason === 'tool-calls' && calls === 0 ? 'stop' : reason;
}

interface TokenCounts {
  readonly input_tokens?: number | null | undefined;
  readonly cache_read_input_tokens?: number | null | undefined;
  readonly cache_creation_input_tokens?: number | null | undefined;
  readonly output_tokens?: number | null | undefined;
}

/** Counts are cumulative: the later one wins, where there is one. */
function mergeTokens(earlier: TokenCounts, later: TokenCounts | undefined): TokenCounts {
  return {
    input_tokens: later?.input_tokens ?? earlier.input_tokens,
    cache_read_input_tokens: later?.cache_read_input_tokens ?? earlier.cache_read_input_tokens,
    cache_creation_input_tokens: later?.cache_creation_input_tokens ?? earlier.cache_creation_input_tokens,
    output_tokens: later?.output_tokens ?? earlier.output_tokens,
  };
}

/** The vendor counts what it read from and wrote to its cache apart from the rest. */
function countTokens({ input_tokens: uncached, output_tokens: output, cache_read_input_tokens: read, cache_creation_input_tokens: written }: TokenCounts): CountedTokens {
  if (typeof uncached !== 'number') return { output };
  return { input: uncached + (read ?? 0) + (written ?? 0), output, cacheRead: read ?? 0, cacheWrite: written };
}
