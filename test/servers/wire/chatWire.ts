import { createCompatible } from '../../../src/engine/providers/openai/createOpenAI.ts';
import { canaryKey } from './canary.ts';
import { created } from './created.ts';
import { sse, type Wire, type WireCall, type WireTurn } from './wire.ts';

/** One chunk of a Chat Completions stream. */
export function chunk(delta: object, finish_reason: string | null = null, more: object = {}): string {
  return sse({ id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model: 'test', choices: [{ index: 0, delta, finish_reason, ...more }] });
}

export function usageChunk({ input, output, cached }: NonNullable<WireTurn['usage']>): string {
  return sse({ id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model: 'test', choices: [], usage: { prompt_tokens: input, completion_tokens: output, total_tokens: input + output, prompt_tokens_details: { cached_tokens: cached } } });
}

export const done = sse('[DONE]');

function callChunks(index: number, { id, name, json }: WireCall): readonly string[] {
  return [chunk({ tool_calls: [{ index, id, type: 'function', function: { name, arguments: '' } }] }), ...json.map((piece) => chunk({ tool_calls: [{ index, function: { arguments: piece } }] }))];
}

function turn({ text = [], calls = [], stop, usage = { input: 12, output: 7, cached: 4 }, signature }: WireTurn): readonly string[] {
  return [
    chunk({ role: 'assistant', content: '' }),
    ...(signature === undefined ? [] : [chunk({ reasoning_details: [{ type: 'reasoning.encrypted', data: signature }] })]),
    ...text.map((content) => chunk({ content })),
    ...calls.flatMap((call, index) => callChunks(index, call)),
    chunk({}, stop ?? (calls.length > 0 ? 'tool_calls' : 'stop')),
    ...(usage === null ? [] : [usageChunk(usage)]),
    done,
  ];
}

function interleaved(first: WireCall, second: WireCall): readonly string[] {
  const rows = Math.max(first.json.length, second.json.length);
  const piece = ({ json }: WireCall, index: number, at: number): string => (json[at] === undefined ? '' : chunk({ tool_calls: [{ index, function: { arguments: json[at] } }] }));
  return [
    ...[first, second].flatMap((call, index) => callChunks(index, { ...call, json: [] })),
    ...Array.from({ length: rows }, (_, at) => [piece(first, 0, at), piece(second, 1, at)]).flat(),
    chunk({}, 'tool_calls'),
    done,
  ];
}

/** The vendor's names for its errors, with the types they come with. */
export function openAIError(code: string, message: string): string {
  return JSON.stringify({ error: { message, type: 'invalid_request_error', param: null, code } });
}

export const chatWire: Wire = {
  name: 'OpenAI Chat Completions',
  reference: 'openai-compatible/local-model',
  keyVariable: 'OPENAI_COMPATIBLE_API_KEY',
  streamsArguments: true,
  modelAt: (baseUrl, limits = {}, model = 'local-model') => created(createCompatible({ apiKey: canaryKey, model, baseUrl, limits })),
  turn,
  interleaved,
  error: openAIError,
  garbage: sse('{"type": garbage'),
  requestIdHeader: 'x-request-id',
  statuses: [
    [400, 'invalid_value', 'bad-input', false],
    [401, 'invalid_api_key', 'auth', false],
    [402, 'payment_required', 'billing', false],
    [403, 'unsupported_country_region_territory', 'permission', false],
    [404, 'model_not_found', 'not-found', false],
    [408, 'timeout', 'timeout', true],
    [409, 'conflict', 'unknown', true],
    [413, 'too_large', 'too-long', false],
    [422, 'unprocessable', 'bad-input', false],
    [429, 'rate_limit_exceeded', 'rate-limit', true],
    [429, 'insufficient_quota', 'billing', false],
    [500, 'server_error', 'server', true],
    [502, 'bad_gateway', 'server', true],
    [503, 'engine_overloaded', 'overloaded', true],
    [504, 'gateway_timeout', 'timeout', true],
    [529, 'overloaded', 'overloaded', true],
    [400, 'context_length_exceeded', 'too-long', false],
    [400, 'content_filter', 'filtered', false],
  ],
  worded: [
    ['invalid_value', "This model's maximum context length is 8192 tokens. However, your messages resulted in 9001 tokens.", 'too-long'],
    ['invalid_value', 'the request exceeds the available context size', 'too-long'],
    ['invalid_value', 'The model `nope` does not exist', 'not-found'],
  ],
  streamedErrors: [
    [sse({ error: { message: 'Sorry.', type: 'server_error', code: 'server_error' } }), 'server', true],
    [sse({ error: { message: 'Sorry.', code: 429 } }), 'rate-limit', true],
    [sse({ error: { message: 'Sorry.', code: 'insufficient_quota' } }, 'error'), 'billing', false],
    [chunk({}, 'error', { error: { code: 502, message: 'Provider returned error', metadata: { raw: 'upstream broke' } } }), 'server', true],
    [chunk({}, 'abort'), 'server', true],
  ],
  stops: { stop: 'stop', eos_token: 'stop', length: 'length', content_filter: 'filtered', tool_calls: 'stop' },
  resultMark: '"role":"tool"',
  replayedSignature: (signature) => JSON.stringify([{ type: 'reasoning.encrypted', data: signature }]),
};
