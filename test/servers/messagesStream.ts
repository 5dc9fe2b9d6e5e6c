/** Events of an Anthropic Messages stream, as text on the wire. */
export function event(type: string, data: object): string {
  return `event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`;
}

export interface StreamUsage {
  readonly input_tokens?: number;
  readonly output_tokens?: number;
  readonly cache_read_input_tokens?: number;
  readonly cache_creation_input_tokens?: number;
}

export function start(usage: StreamUsage = {}): string {
  const message = { id: 'msg_1', type: 'message', role: 'assistant', model: 'claude-test', content: [], stop_reason: null, stop_sequence: null, usage: { input_tokens: 10, output_tokens: 1, ...usage } };
  return event('message_start', { message });
}

export function textBlock(index: number, ...deltas: readonly string[]): string {
  return [
    event('content_block_start', { index, content_block: { type: 'text', text: '' } }),
    ...deltas.map((text) => event('content_block_delta', { index, delta: { type: 'text_delta', text } })),
    event('content_block_stop', { index }),
  ].join('');
}

export interface ToolBlock {
  readonly id?: string;
  readonly name: string;
  /** Pieces of the arguments' JSON text. */
  readonly json: readonly string[];
  readonly isOpen?: boolean;
}

export function toolBlock(index: number, { id = `toolu_${index}`, name, json, isOpen = false }: ToolBlock): string {
  return [
    event('content_block_start', { index, content_block: { type: 'tool_use', id, name, input: {} } }),
    ...json.map((partial_json) => event('content_block_delta', { index, delta: { type: 'input_json_delta', partial_json } })),
    ...(isOpen ? [] : [event('content_block_stop', { index })]),
  ].join('');
}

export function thinkingBlock(index: number, thinking: string, signature: string): string {
  return [
    event('content_block_start', { index, content_block: { type: 'thinking', thinking: '', signature: '' } }),
    event('content_block_delta', { index, delta: { type: 'thinking_delta', thinking } }),
    event('content_block_delta', { index, delta: { type: 'signature_delta', signature } }),
    event('content_block_stop', { index }),
  ].join('');
}

export function end(stop_reason: string, usage: StreamUsage = {}): string {
  return delta(stop_reason, usage) + event('message_stop', {});
}

/** The reason without the ending. */
export function delta(stop_reason: string | null, usage: StreamUsage = {}): string {
  return event('message_delta', { delta: { stop_reason, stop_sequence: null }, usage: { output_tokens: 5, ...usage } });
}

export function errorBody(type: string, message: string): string {
  return JSON.stringify({ type: 'error', error: { type, message }, request_id: 'req_body' });
}
