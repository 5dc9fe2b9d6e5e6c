import { createOpenAI } from '../../../src/engine/providers/openai/createOpenAI.ts';
import { canaryKey } from './canary.ts';
import { openAIError } from './chatWire.ts';
import { created } from './created.ts';
import { sse, type Wire, type WireCall, type WireTurn } from './wire.ts';

/** An event of a Responses stream. */
export function responseEvent(type: string, data: object = {}): string {
  return sse({ type, sequence_number: 1, ...data }, type);
}

export function lastEvent(stop: string, output: readonly object[], usage: WireTurn['usage']): string {
  const isComplete = stop === 'completed';
  const response = {
    id: 'resp_1', object: 'response', status: isComplete ? 'completed' : 'incomplete', error: null, output,
    incomplete_details: isComplete ? null : { reason: stop },
    usage: usage ? { input_tokens: usage.input, output_tokens: usage.output, total_tokens: usage.input + usage.output, input_tokens_details: { cached_tokens: usage.cached, cache_write_tokens: 0 }, output_tokens_details: { reasoning_tokens: 0 } } : null,
  };
  return responseEvent(isComplete ? 'response.completed' : 'response.incomplete', { response });
}

const opened = [responseEvent('response.created', { response: { id: 'resp_1', status: 'in_progress', output: [] } })];

function added(output_index: number, { id, name }: WireCall): string {
  return responseEvent('response.output_item.added', { output_index, item: { type: 'function_call', id: `fc_${output_index}`, call_id: id, name, arguments: '', status: 'in_progress' } });
}

function argumentsDelta(output_index: number, delta: string): string {
  return responseEvent('response.function_call_arguments.delta', { output_index, item_id: `fc_${output_index}`, delta });
}

function callItem(output_index: number, { id, name, json }: WireCall, status = 'completed'): object {
  return { type: 'function_call', id: `fc_${output_index}`, call_id: id, name, arguments: json.join(''), status };
}

function closed(output_index: number, call: WireCall): readonly string[] {
  return [
    responseEvent('response.function_call_arguments.done', { output_index, item_id: `fc_${output_index}`, arguments: call.json.join('') }),
    responseEvent('response.output_item.done', { output_index, item: callItem(output_index, call) }),
  ];
}

function message(text: readonly string[]): object {
  return { type: 'message', id: 'msg_1', role: 'assistant', status: 'completed', content: [{ type: 'output_text', text: text.join(''), annotations: [] }] };
}

function textEvents(output_index: number, text: readonly string[]): readonly string[] {
  return [
    responseEvent('response.output_item.added', { output_index, item: { type: 'message', id: 'msg_1', role: 'assistant', status: 'in_progress', content: [] } }),
    ...text.map((delta) => responseEvent('response.output_text.delta', { output_index, item_id: 'msg_1', content_index: 0, delta })),
    responseEvent('response.output_item.done', { output_index, item: message(text) }),
  ];
}

function turn({ text = [], calls = [], stop = 'completed', usage = { input: 12, output: 7, cached: 4 }, signature }: WireTurn): readonly string[] {
  const reasoning = signature === undefined ? [] : [{ type: 'reasoning', id: 'rs_1', summary: [], encrypted_content: signature }];
  const said = text.length === 0 ? [] : [message(text)];
  const first = reasoning.length + said.length;
  const isCut = stop === 'max_output_tokens';
  return [
    ...opened,
    ...reasoning.flatMap((item) => [responseEvent('response.output_item.added', { output_index: 0, item: { ...item, encrypted_content: null } }), responseEvent('response.output_item.done', { output_index: 0, item })]),
    ...(text.length === 0 ? [] : textEvents(reasoning.length, text)),
    ...calls.flatMap((call, index) => [added(first + index, call), ...call.json.map((piece) => argumentsDelta(first + index, piece)), ...(isCut ? [] : closed(first + index, call))]),
    lastEvent(stop, [...reasoning, ...said, ...calls.map((call, index) => callItem(first + index, call, isCut ? 'incomplete' : 'completed'))], usage),
  ];
}

function interleaved(first: WireCall, second: WireCall): readonly string[] {
  const rows = Math.max(first.json.length, second.json.length);
  const both = [first, second];
  return [
    ...opened,
    ...both.map((call, index) => added(index, call)),
    ...Array.from({ length: rows }, (_, at) => both.map(({ json }, index) => (json[at] === undefined ? '' : argumentsDelta(index, json[at])))).flat(),
    ...both.flatMap((call, index) => closed(index, call)),
    lastEvent('completed', both.map((call, index) => callItem(index, call)), null),
  ];
}

function failedWith(code: string): string {
  return responseEvent('response.failed', { response: { id: 'resp_1', status: 'failed', output: [], error: { code, message: 'Sorry.' } } });
}

export const responsesWire: Wire = {
  name: 'OpenAI Responses',
  reference: 'openai/gpt-5.5',
  keyVariable: 'OPENAI_API_KEY',
  streamsArguments: true,
  modelAt: (baseUrl, limits = {}, model = 'gpt-5.5') => created(createOpenAI({ apiKey: canaryKey, model, baseUrl, limits })),
  turn,
  interleaved,
  error: openAIError,
  garbage: sse('{"type": garbage'),
  requestIdHeader: 'x-request-id',
  statuses: [
    [400, 'invalid_value', 'bad-input', false],
    [401, 'invalid_api_key', 'auth', false],
    [403, 'unsupported_country_region_territory', 'permission', false],
    [404, 'model_not_found', 'not-found', false],
    [409, 'conflict', 'unknown', true],
    [413, 'too_large', 'too-long', false],
    [429, 'rate_limit_exceeded', 'rate-limit', true],
    [429, 'insufficient_quota', 'billing', false],
    [500, 'server_error', 'server', true],
    [502, 'bad_gateway', 'server', true],
    [503, 'slow_down', 'overloaded', true],
    [504, 'gateway_timeout', 'timeout', true],
    [400, 'context_length_exceeded', 'too-long', false],
    [400, 'invalid_prompt', 'filtered', false],
  ],
  worded: [['invalid_value', "Your input exceeds the context window of this model.", 'too-long']],
  streamedErrors: [
    [failedWith('server_error'), 'server', true],
    [failedWith('rate_limit_exceeded'), 'rate-limit', true],
    [failedWith('bio_policy'), 'filtered', false],
    [responseEvent('error', { code: 'insufficient_quota', message: 'Sorry.', param: null }), 'billing', false],
    [sse({ type: 'error', code: 'server_error', message: 'Sorry.', param: null }), 'server', true],
  ],
  stops: { completed: 'stop', max_output_tokens: 'length', content_filter: 'filtered' },
  resultMark: '"type":"function_call_output"',
  counting: { path: /\/responses\/input_tokens$/, answer: (tokens) => ({ object: 'response.input_tokens', input_tokens: tokens }) },
  replayedSignature: (signature) => `"encrypted_content":${JSON.stringify(signature)}`,
};
