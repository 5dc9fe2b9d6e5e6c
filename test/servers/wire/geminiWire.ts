import { createGemini } from '../../../src/engine/providers/gemini/createGemini.ts';
import { canaryKey } from './canary.ts';
import { created } from './created.ts';
import { sse, type Wire, type WireCall, type WireTurn } from './wire.ts';

/** One chunk of a `streamGenerateContent` answer. */
export function candidate(parts: readonly object[], more: object = {}, usageMetadata?: object): string {
  return sse({ candidates: [{ index: 0, content: { role: 'model', parts }, ...more }], ...(usageMetadata === undefined ? {} : { usageMetadata }), modelVersion: 'test', responseId: 'r1' });
}

function callPart({ id, name, json }: WireCall): object {
  return { functionCall: { id, name, args: JSON.parse(json.join('')) as object } };
}

function turn({ text = [], calls = [], stop = 'STOP', usage = { input: 12, output: 7, cached: 4 }, signature }: WireTurn): readonly string[] {
  const counted = usage === null ? undefined : { promptTokenCount: usage.input, cachedContentTokenCount: usage.cached, candidatesTokenCount: usage.output - 2, thoughtsTokenCount: 2, totalTokenCount: usage.input + usage.output };
  return [
    ...text.map((piece) => candidate([{ text: piece }])),
    ...calls.map((call, index) => candidate([{ ...callPart(call), ...(index === 0 && signature !== undefined ? { thoughtSignature: signature } : {}) }])),
    candidate([{ text: '' }], { finishReason: stop }, counted),
  ];
}

function interleaved(first: WireCall, second: WireCall): readonly string[] {
  return [candidate([callPart(first), { text: 'and ' }, callPart(second)]), candidate([], { finishReason: 'STOP' })];
}

function error(status: string, message: string): string {
  return JSON.stringify({ error: { code: 400, message, status } });
}

function streamed(code: number, status: string): string {
  return sse({ error: { code, message: 'Sorry.', status } });
}

export const geminiWire: Wire = {
  name: 'Google Gemini',
  reference: 'gemini/gemini-3.8-flash',
  keyVariable: 'GEMINI_API_KEY',
  streamsArguments: false,
  modelAt: (baseUrl, limits = {}, model = 'gemini-3.8-flash') => created(createGemini({ apiKey: canaryKey, model, baseUrl, limits })),
  turn,
  interleaved,
  error,
  garbage: sse('{"type": garbage'),
  requestIdHeader: 'x-goog-request-id',
  statuses: [
    [400, 'INVALID_ARGUMENT', 'bad-input', false],
    [401, 'UNAUTHENTICATED', 'auth', false],
    [403, 'PERMISSION_DENIED', 'permission', false],
    [404, 'NOT_FOUND', 'not-found', false],
    [409, 'ABORTED', 'unknown', true],
    [413, 'TOO_LARGE', 'too-long', false],
    [429, 'RESOURCE_EXHAUSTED', 'rate-limit', true],
    [500, 'INTERNAL', 'server', true],
    [502, 'BAD_GATEWAY', 'server', true],
    [503, 'UNAVAILABLE', 'overloaded', true],
    [504, 'DEADLINE_EXCEEDED', 'timeout', true],
  ],
  worded: [
    ['INVALID_ARGUMENT', 'The input token count (1500000) exceeds the maximum number of tokens allowed (1048576).', 'too-long'],
    ['INVALID_ARGUMENT', 'API key not valid. Please pass a valid API key.', 'auth'],
    ['FAILED_PRECONDITION', 'Gemini API free tier is not available in your country. Please enable billing on your project.', 'billing'],
  ],
  streamedErrors: [
    [streamed(503, 'UNAVAILABLE'), 'overloaded', true],
    [streamed(429, 'RESOURCE_EXHAUSTED'), 'rate-limit', true],
    [streamed(500, 'INTERNAL'), 'server', true],
    [streamed(401, 'UNAUTHENTICATED'), 'auth', false],
    [candidate([], { finishReason: 'MALFORMED_FUNCTION_CALL' }), 'malformed', true],
    [candidate([], { finishReason: 'OTHER' }), 'malformed', true],
  ],
  stops: { STOP: 'stop', MAX_TOKENS: 'length', SAFETY: 'filtered', RECITATION: 'filtered', PROHIBITED_CONTENT: 'filtered', BLOCKLIST: 'filtered', SPII: 'filtered', LANGUAGE: 'filtered', CONTINUATION: 'paused' },
  resultMark: '"functionResponse"',
  counting: { path: /\/models\/[^/]+:countTokens$/, answer: (tokens) => ({ totalTokens: tokens }) },
  replayedSignature: (signature) => `"thoughtSignature":${JSON.stringify(signature)}`,
};
