import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import * as z from 'zod';
import type { JsonSchema } from '../../../src/engine/model/json.ts';
import type { LanguageModel, TurnEvent, TurnRequest } from '../../../src/engine/ports/languageModel.ts';
import { languageModels } from '../../../src/engine/providers/catalog.ts';
import { editorModelNames } from '../../../src/extension/host/editorModel/editorModelNames.ts';
import { editorModels } from '../../../src/extension/host/editorModel/editorModels.ts';
import { eventually } from './workspaceFolder.ts';

const models = languageModels({ secrets: { get: async () => undefined }, settings: {}, log: { info: () => undefined, warn: () => undefined, error: () => undefined }, hosted: { editor: editorModels } });
const request: TurnRequest = {
  system: 'You are careful.', messages: [{ role: 'user', text: 'Go.' }], maxOutputTokens: 100, seed: 1,
  tools: [{ name: 'list_files', description: 'Lists.', inputSchema: { type: 'object' } }, { name: 'submit_artifact', description: 'Ends.', inputSchema: { type: 'object' } }],
};

describe('the models of the editor', () => {
  before(async () => {
    await eventually('the models of the other extension', async () => ((await vscode.lm.selectChatModels({ vendor: 'test-vendor' })).length > 0 ? true : undefined), 20_000);
  });

  it('are listed by vendor and id', async () => {
    assert.ok((await editorModelNames()).includes('editor/test-vendor/worker'));
  });

  it('are found by id, by family, or as the first of a vendor; others are left to others', async () => {
    assert.equal((await open('editor/test-vendor/worker')).id, 'editor/test-vendor/worker');
    assert.equal((await open('editor/test-vendor/worker-family')).id, 'editor/test-vendor/worker');
    assert.match((await open('editor/test-vendor')).id, /^editor\/test-vendor\//);
    assert.equal((await open('editor/test-vendor/worker')).contextTokens, 50_000);
    const unknown = await models.resolve('editor/test-vendor/nothing');
    assert.ok(!unknown.ok && unknown.error.kind === 'not-found' && unknown.error.message.includes('editor/test-vendor/worker'), JSON.stringify(unknown));
    const other = await models.resolve('anthropic/x');
    assert.ok(!other.ok && other.error.kind === 'auth');
  });

  it('stream text and tool calls, take results back, and tell no usage', async () => {
    const model = await open('editor/test-vendor/worker');
    const first = await turn(model);
    assert.equal(textOf(first), 'Looking around.');
    const [call] = first.flatMap((event) => (event.type === 'tool-call' ? [event.call] : []));
    assert.deepEqual(call, { id: 'call-1', name: 'list_files', input: { path: '.' } });
    assert.deepEqual(first.at(-1), { type: 'turn-end', reason: 'tool-calls', usage: { inputTokens: null, outputTokens: null, cachedTokens: null, costUsd: null } });

    const second = await turn(model, { ...request, messages: [...request.messages, { role: 'assistant', text: 'Looking around.', calls: [{ id: 'call-1', name: 'list_files', input: { path: '.' } }] }, { role: 'tool', callId: 'call-1', name: 'list_files', output: 'a.ts', isError: false }] });
    assert.deepEqual(second[0], { type: 'tool-call', call: { id: 'call-2', name: 'submit_artifact', input: { said: 4 } } });
  });

  it('are asked to count, and nothing is known where they do not', async () => {
    const count = async (name: string, signal = new AbortController().signal) => (await open(`editor/test-vendor/${name}`)).countTokens?.(request, signal);
    assert.equal(await count('worker'), JSON.stringify(request.tools).length + 2);
    assert.equal(await count('gone'), null);
  });

  it('are offered tools in the part of JSON Schema that every vendor takes, and told the rest in words', async () => {
    const schema: JsonSchema = {
      type: 'object', additionalProperties: false, required: ['path'], $schema: 'https://json-schema.org/draft/2020-12/schema',
      $defs: { place: { type: 'string', minLength: 1, pattern: '^src/' } },
      properties: { path: { $ref: '#/$defs/place' }, when: { type: 'string', format: 'date-time' }, depth: { type: 'integer', minimum: 1 } },
    };
    const offered = await offeredTo('mirror', [{ name: 'look', description: 'Looks.', inputSchema: schema }, { name: 'list_files', description: 'Lists.', inputSchema: { type: 'object' } }]);
    assert.deepEqual(offered.tools.map(({ name }) => name), ['look', 'list_files']);
    const [look, list] = offered.tools;
    assert.ok(look && list);
    assert.deepEqual(look.inputSchema, {
      type: 'object', additionalProperties: false, required: ['path'],
      properties: { path: { type: 'string', minLength: 1, description: 'Matches the pattern ^src/' }, when: { type: 'string', description: 'Format: date-time.' }, depth: { type: 'integer', minimum: 1 } },
    });
    assert.deepEqual([look.description, list.description], ['Looks.', 'Lists.']);
    assert.equal(offered.isForced, false, 'a model may answer in words');
  });

  it('tell no usage, which counts as unknown and never as nothing', async () => {
    for (const name of ['worker', 'silent', 'hasty']) {
      const last = (await turn(await open(`editor/test-vendor/${name}`))).at(-1);
      assert.ok(last?.type === 'turn-end', name);
      assert.deepEqual(last.usage, { inputTokens: null, outputTokens: null, cachedTokens: null, costUsd: null });
    }
  });

  it('are not asked at all when they were told to stop before', async () => {
    const events: TurnEvent[] = [];
    for await (const event of (await open('editor/test-vendor/hasty')).streamTurn(request, AbortSignal.abort())) events.push(event);
    assert.deepEqual(events.map((event) => (event.type === 'turn-failed' ? event.failure.kind : event.type)), ['cancelled']);
  });

  const failures = [['quota', 'rate-limit', true], ['busy', 'rate-limit', true], ['gone', 'not-found', false], ['forbidden', 'permission', false], ['broken', 'unknown', true]] as const;
  for (const [name, kind, isRetryable] of failures) {
    it(`end in a typed failure: ${name}`, async () => {
      const events = await turn(await open(`editor/test-vendor/${name}`));
      const last = events.at(-1);
      assert.ok(last?.type === 'turn-failed', JSON.stringify(events));
      assert.deepEqual([last.failure.kind, last.failure.isRetryable], [kind, isRetryable], last.failure.message);
      assert.ok(!last.failure.message.includes('sk-canary'), last.failure.message);
    });
  }

  it('say nothing at all, which is an answer without calls', async () => {
    assert.deepEqual((await turn(await open('editor/test-vendor/silent'))).map(({ type }) => type), ['turn-end']);
  });

  it('stop when they are told to', async () => {
    const controller = new AbortController();
    const events: TurnEvent[] = [];
    for await (const event of (await open('editor/test-vendor/endless')).streamTurn(request, controller.signal)) {
      events.push(event);
      if (event.type === 'text-delta') controller.abort();
    }
    const last = events.at(-1);
    assert.ok(last?.type === 'turn-failed' && last.failure.kind === 'cancelled', JSON.stringify(events));
  });
});

async function open(reference: string): Promise<LanguageModel> {
  const model = await models.resolve(reference);
  assert.ok(model.ok, JSON.stringify(model));
  return model.value;
}

async function turn(model: LanguageModel, asked: TurnRequest = request): Promise<readonly TurnEvent[]> {
  const events: TurnEvent[] = [];
  for await (const event of model.streamTurn(asked, new AbortController().signal)) events.push(event);
  return events;
}

const mirrored = z.object({ tools: z.array(z.object({ name: z.string(), description: z.string(), inputSchema: z.json() })), isForced: z.boolean() });

/** What the other extension was handed. */
async function offeredTo(name: string, tools: TurnRequest['tools']): Promise<z.infer<typeof mirrored>> {
  return mirrored.parse(JSON.parse(textOf(await turn(await open(`editor/test-vendor/${name}`), { ...request, tools }))));
}

function textOf(events: readonly TurnEvent[]): string {
  return events.map((event) => (event.type === 'text-delta' ? event.text : '')).join('');
}
