import assert from 'node:assert/strict';
import type { AssistantMessage, Message } from '../../../../src/engine/model/message.ts';
import type { TurnRequest } from '../../../../src/engine/ports/languageModel.ts';
import { startFaultServer } from '../../../servers/faultServer.ts';
import { candidate, geminiWire } from '../../../servers/wire/geminiWire.ts';
import { sse } from '../../../servers/wire/wire.ts';
import { answered, callsOf, collect, endOf, failureOf, never, request, textOf } from '../conformance/ask.ts';

const end = candidate([], { finishReason: 'STOP' });

interface Sent {
  readonly contents: readonly { readonly role: string; readonly parts: readonly Record<string, unknown>[] }[];
  readonly continuationToken?: string;
}

/** The request after an answer, as the server got it. */
async function sentAfter(body: readonly string[], more: readonly Message[] = []): Promise<Sent> {
  const server = await startFaultServer(() => ({ body }));
  const model = geminiWire.modelAt(server.url);
  const events = await collect(model.streamTurn(request, never));
  const { opaque } = endOf(events);
  const answer: AssistantMessage = { role: 'assistant', text: textOf(events), calls: [...callsOf(events)], ...(opaque === undefined ? {} : { opaque }) };
  const results: readonly Message[] = answer.calls.map(({ id, name }) => ({ role: 'tool', callId: id, name, output: 'text', isError: false }));
  await collect(model.streamTurn({ ...request, messages: [...request.messages, answer, ...results, ...more] }, never));
  await server.close();
  return server.requests[1]?.body as Sent;
}

describe('gemini', () => {
  it('keeps thoughts out of the text, and every part with its signature', async () => {
    const parts = [{ text: 'Hm…', thought: true }, { text: 'Reading.', thoughtSignature: 'c2ln' }, { functionCall: { id: 'f1', name: 'read_file', args: { path: 'a' } }, thoughtSignature: 'bmF0dXI=' }];
    const { contents } = await sentAfter([...parts.map((part) => candidate([part])), candidate([{ text: '', thoughtSignature: 'ZW5k' }], { finishReason: 'STOP' })]);

    assert.deepEqual(contents[1], { role: 'model', parts: [...parts, { text: '', thoughtSignature: 'ZW5k' }] });
    assert.deepEqual(contents[2], { role: 'user', parts: [{ functionResponse: { id: 'f1', name: 'read_file', response: { output: 'text' } } }] });
  });

  it('answers calls without an id by their place', async () => {
    const { contents } = await sentAfter([candidate([{ functionCall: { name: 'read_file', args: { path: 'a' } } }, { functionCall: { name: 'list' } }]), end]);

    assert.deepEqual(contents[2]?.parts.map(({ functionResponse }) => functionResponse), [{ name: 'read_file', response: { output: 'text' } }, { name: 'list', response: { output: 'text' } }]);
    assert.deepEqual(contents[1]?.parts.map(({ functionCall }) => functionCall), [{ name: 'read_file', args: { path: 'a' } }, { name: 'list', args: {} }]);
  });

  it('marks calls that another model made, where the model wants a signature', async () => {
    const server = await startFaultServer(() => ({ body: [end] }));
    const messages: TurnRequest['messages'] = [{ role: 'user', text: 'Go' }, { role: 'assistant', text: '', calls: [{ id: 'toolu_1', name: 'a', input: {} }, { id: 'toolu_2', name: 'b', input: {} }] }, { role: 'tool', callId: 'toolu_1', name: 'a', output: 'x', isError: true }, { role: 'tool', callId: 'toolu_2', name: 'b', output: ' ', isError: false }];
    for (const model of ['gemini-3.8-flash', 'gemini-2.5-pro']) await collect(geminiWire.modelAt(server.url, {}, model).streamTurn({ ...request, messages }, never));
    await server.close();
    const [newer, older] = server.requests.map(({ body }) => (body as Sent).contents);

    assert.deepEqual(newer?.[1]?.parts.map(({ thoughtSignature }) => thoughtSignature), ['skip_thought_signature_validator', undefined]);
    assert.deepEqual(older?.[1]?.parts.map(({ thoughtSignature }) => thoughtSignature), [undefined, undefined]);
    assert.deepEqual(newer?.[2]?.parts.map(({ functionResponse }) => (functionResponse as { response: unknown }).response), [{ error: 'x' }, { output: '(no output)' }]);
  });

  it('goes on with an answer that the vendor paused', async () => {
    const sent = await sentAfter([candidate([{ text: 'Half' }], { finishReason: 'CONTINUATION', continuationToken: 'dG9rZW4=' })]);
    const later = await sentAfter([candidate([{ text: 'Half' }], { finishReason: 'CONTINUATION', continuationToken: 'dG9rZW4=' })], [{ role: 'assistant', text: ' and half', calls: [] }, { role: 'user', text: 'More' }]);

    assert.equal(sent.continuationToken, 'dG9rZW4=');
    assert.deepEqual(sent.contents.map(({ role }) => role), ['user']);
    assert.equal(later.continuationToken, undefined);
    assert.deepEqual(later.contents[1], { role: 'model', parts: [{ text: 'Half' }, { text: ' and half' }] });
  });

  it('says that a prompt was blocked', async () => {
    const { events } = await answered(geminiWire, { body: [sse({ promptFeedback: { blockReason: 'PROHIBITED_CONTENT' }, usageMetadata: { promptTokenCount: 9, totalTokenCount: 9 } })] });

    assert.equal(endOf(events).reason, 'filtered');
    assert.deepEqual([endOf(events).usage.inputTokens, endOf(events).usage.outputTokens], [9, 0]);
  });

  it('runs no call that was to go on', async () => {
    const { events } = await answered(geminiWire, { body: [candidate([{ functionCall: { id: 'f', name: 'read_file', args: { path: 'a' }, willContinue: true } }]), end] });

    assert.equal(callsOf(events)[0]?.malformed, '{"path":"a"}');
  });

  it('reads the wait from the error, and the reason from its details', async () => {
    const details = [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '17.5s' }];
    const limited = await failureOf(geminiWire, { status: 429, headers: { 'content-type': 'application/json' }, body: [JSON.stringify({ error: { code: 429, status: 'RESOURCE_EXHAUSTED', message: 'You exceeded your current quota, please check your plan and billing details.', details } })] });
    const invalid = await failureOf(geminiWire, { status: 400, headers: { 'content-type': 'application/json' }, body: [JSON.stringify([{ error: { code: 400, status: 'INVALID_ARGUMENT', message: 'Bad.', details: [{ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: 'API_KEY_INVALID' }] } }])] });

    assert.deepEqual([limited.kind, limited.retryAfterMs, limited.isRetryable], ['rate-limit', 17_500, true]);
    assert.deepEqual([invalid.kind, invalid.isRetryable], ['auth', false]);
  });

  it('sends one request for an answer that could go on, and asks for nothing to run by itself', async () => {
    const server = await startFaultServer(() => ({ body: [candidate([{ text: 'Half' }], { finishReason: 'CONTINUATION', continuationToken: 'dG9rZW4=' })] }));
    const events = await collect(geminiWire.modelAt(`${server.url}/v1beta`).streamTurn(request, never));
    await server.close();

    assert.equal(endOf(events).reason, 'paused');
    assert.deepEqual(server.requests.map(({ path }) => path), ['/v1beta/models/gemini-3.8-flash:streamGenerateContent?alt=sse']);
  });
});
