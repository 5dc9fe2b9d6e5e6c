import { createAnthropic } from '../../../src/engine/providers/anthropic/createAnthropic.ts';
import { end, errorBody, event, start, textBlock, thinkingBlock, toolBlock } from '../messagesStream.ts';
import { canaryKey } from './canary.ts';
import { created } from './created.ts';
import { sse, type Wire, type WireCall, type WireTurn } from './wire.ts';

function turn({ text = [], calls = [], stop, usage = { input: 12, output: 7, cached: 4 }, signature }: WireTurn): readonly string[] {
  const reason = stop ?? (calls.length > 0 ? 'tool_use' : 'end_turn');
  const counted = usage === null ? null : { input_tokens: usage.input - usage.cached, cache_read_input_tokens: usage.cached, output_tokens: 1 };
  const blocks = [
    ...(signature === undefined ? [] : [(index: number) => thinkingBlock(index, 'Let me see…', signature)]),
    ...(text.length === 0 ? [] : [(index: number) => textBlock(index, ...text)]),
    ...calls.map(({ id, name, json }) => (index: number) => toolBlock(index, { id, name, json, isOpen: stop === 'max_tokens' })),
  ].map((block, index) => block(index));
  return [
    usage === null ? event('message_start', { message: { usage: null } }) : start(counted ?? {}),
    ...blocks.flatMap((block) => block.split(/(?<=\n\n)/)),
    ...(usage === null ? event('message_delta', { delta: { stop_reason: reason } }) + event('message_stop', {}) : end(reason, { output_tokens: usage.output })).split(/(?<=\n\n)/),
  ];
}

function interleaved(first: WireCall, second: WireCall): readonly string[] {
  const part = (index: number, partial_json: string): string => event('content_block_delta', { index, delta: { type: 'input_json_delta', partial_json } });
  const rows = Math.max(first.json.length, second.json.length);
  return [
    start(),
    ...[first, second].map((call, index) => toolBlock(index, { id: call.id, name: call.name, json: [], isOpen: true })),
    ...Array.from({ length: rows }, (_, at) => [first, second].map((call, index) => (call.json[at] === undefined ? '' : part(index, call.json[at])))).flat(),
    ...[0, 1].map((index) => event('content_block_stop', { index })),
    end('tool_use'),
  ];
}

export const anthropicWire: Wire = {
  name: 'Anthropic Messages',
  reference: 'anthropic/claude-haiku-4-5',
  keyVariable: 'ANTHROPIC_API_KEY',
  streamsArguments: true,
  modelAt: (baseUrl, limits = {}, model = 'claude-haiku-4-5') => created(createAnthropic({ apiKey: canaryKey, model, baseUrl, limits })),
  turn,
  interleaved,
  error: errorBody,
  garbage: sse('{"type": garbage', 'content_block_delta'),
  requestIdHeader: 'request-id',
  statuses: [
    [400, 'invalid_request_error', 'bad-input', false],
    [401, 'authentication_error', 'auth', false],
    [402, 'billing_error', 'billing', false],
    [403, 'permission_error', 'permission', false],
    [404, 'not_found_error', 'not-found', false],
    [409, 'conflict_error', 'unknown', true],
    [413, 'request_too_large', 'too-long', false],
    [429, 'rate_limit_error', 'rate-limit', true],
    [500, 'api_error', 'server', true],
    [502, 'api_error', 'server', true],
    [503, 'overloaded_error', 'overloaded', true],
    [504, 'timeout_error', 'timeout', true],
    [529, 'overloaded_error', 'overloaded', true],
  ],
  worded: [
    ['invalid_request_error', 'prompt is too long: 213456 tokens > 200000 maximum', 'too-long'],
    ['invalid_request_error', 'Your credit balance is too low to access the API.', 'billing'],
  ],
  streamedErrors: [
    [event('error', { error: { type: 'overloaded_error', message: 'Sorry.' } }), 'overloaded', true],
    [event('error', { error: { type: 'rate_limit_error', message: 'Sorry.' } }), 'rate-limit', true],
    [event('error', { error: { type: 'api_error', message: 'Sorry.' } }), 'server', true],
    [event('error', { error: { type: 'authentication_error', message: 'Sorry.' } }), 'auth', false],
  ],
  stops: { end_turn: 'stop', stop_sequence: 'stop', max_tokens: 'length', model_context_window_exceeded: 'length', refusal: 'refused', pause_turn: 'paused' },
  resultMark: '"type":"tool_result"',
  counting: { path: /\/v1\/messages\/count_tokens$/, answer: (tokens) => ({ input_tokens: tokens }) },
  replayedSignature: (signature) => JSON.stringify({ type: 'thinking', thinking: 'Let me see…', signature }),
};
