import assert from 'node:assert/strict';
import type { JsonObject, JsonSchema } from '../../../../src/engine/model/json.ts';
import type { Message } from '../../../../src/engine/model/message.ts';
import { replayed } from '../../../../src/engine/providers/anthropic/contentBlocks.ts';
import { toParams } from '../../../../src/engine/providers/anthropic/toParams.ts';
import { request } from './turns.ts';

const conversation: readonly Message[] = [
  { role: 'user', text: 'Go' },
  { role: 'assistant', text: ' ', calls: [{ id: 'a', name: 'read_file', input: { path: 'x' } }, { id: 'b', name: 'read_file', input: null, malformed: '{"pa' }] },
  { role: 'tool', callId: 'a', name: 'read_file', output: 'text', isError: false },
  { role: 'user', text: 'Mind the tests' },
  { role: 'tool', callId: 'b', name: 'read_file', output: 'cut off', isError: true },
];

describe('anthropic toParams', () => {
  it('puts results right after their calls, before what else the person said', () => {
    assert.deepEqual(toParams('m', { ...request, messages: conversation }).messages.slice(1), [
      { role: 'assistant', content: [{ type: 'tool_use', id: 'a', name: 'read_file', input: { path: 'x' } }, { type: 'tool_use', id: 'b', name: 'read_file', input: {} }] },
      {
        role: 'user',
        content: [
          { type: 'tool_result', tool_use_id: 'a', content: 'text', is_error: false },
          { type: 'tool_result', tool_use_id: 'b', content: 'cut off', is_error: true },
          { type: 'text', text: 'Mind the tests' },
        ],
      },
    ]);
  });

  it('keeps the beginning byte for byte as the conversation grows, so that a cache can serve it', () => {
    const short = toParams('m', request);
    const long = toParams('m', { ...request, messages: conversation });

    assert.deepEqual([long.tools, long.system, long.cache_control], [short.tools, short.system, { type: 'ephemeral' }]);
    assert.deepEqual(short.system, [{ type: 'text', text: 'You work.', cache_control: { type: 'ephemeral' } }]);
  });

  it('asks for a strict shape of what ends a phase, where that is safe', () => {
    const closed = { type: 'object', properties: { a: { type: 'string' } }, required: ['a'], additionalProperties: false };
    const isStrict = ({ name = 'submit_artifact', inputSchema = closed, model = 'claude-sonnet-5-5', takesStrict = true }: { readonly name?: string; readonly inputSchema?: JsonSchema; readonly model?: string; readonly takesStrict?: boolean }) =>
      toParams(model, { ...request, tools: [{ name, description: 'Ends.', inputSchema }] }, takesStrict).tools?.map((tool) => 'strict' in tool && tool.strict)[0];
    const having = (property: JsonObject, more: JsonObject = {}): JsonSchema => ({ ...closed, properties: { a: property }, ...more });

    for (const model of ['claude-sonnet-5-5', 'claude-haiku-4-5-20251001', 'claude-opus-10']) assert.equal(isStrict({ model }), true, model);
    for (const model of ['claude-opus-4-1', 'claude-3-7-sonnet-latest', 'claude-sonnet-4-20250514', 'other']) assert.equal(isStrict({ model }), false, model);
    assert.equal(isStrict({ takesStrict: false }), false, 'at another address');
    assert.equal(isStrict({ name: 'read_file' }), false);
    assert.equal(isStrict({ inputSchema: { $schema: 'https://json-schema.org/draft/2020-12/schema', ...closed } }), true);
    const unsafe = [having({ type: 'string', minLength: 1 }), having({ enum: [{ a: 1 }], type: 'object' }), having({ $ref: '#/$defs/n' }, { $defs: { n: closed } }), having({ type: 'string', description: 'x'.repeat(5_000) }), having({ type: 'array', items: { anyOf: Array.from({ length: 9 }, () => ({ anyOf: [{ type: 'null' }, { type: 'string' }] })) } })];
    for (const inputSchema of unsafe) assert.equal(isStrict({ inputSchema }), false, JSON.stringify(inputSchema).slice(0, 100));
  });

  it('leaves out reasoning that was signed for a conversation that is sent otherwise now, where models insist', () => {
    const signed = (model: string): Message => ({ role: 'assistant', text: 'Hm.', calls: [], opaque: replayed.write(model, [{ type: 'thinking', thinking: 'So …', signature: 'c2ln' }, { type: 'text', text: 'Hm.' }]) });
    const sent = (model: string, unbound: ReadonlySet<number>) => JSON.stringify(toParams(model, { ...request, unbound, messages: [{ role: 'user', text: 'Go' }, signed(model), { role: 'user', text: 'On' }, signed(model)] }).messages).split('c2ln').length - 1;

    for (const model of ['claude-sonnet-5-5', 'claude-fable-5-1', 'claude-opus-6', 'claude-haiku-5-5-20261007']) assert.deepEqual([sent(model, new Set()), sent(model, new Set([1])), sent(model, new Set([1, 3]))], [2, 1, 0], model);
    for (const model of ['claude-opus-5', 'claude-haiku-4-5-20251001', 'claude-3-7-sonnet-latest']) assert.equal(sent(model, new Set([1, 3])), 2, model);
  });

  it('leaves out an empty system text and an empty list of tools', () => {
    const params = toParams('m', { ...request, system: ' \n', tools: [] });

    assert.deepEqual([Object.hasOwn(params, 'system'), Object.hasOwn(params, 'tools')], [false, false]);
  });

  it('lets keywords of a schema through and says in words what the vendor refuses at its top', () => {
    const inputSchema = { $schema: 'https://json-schema.org/draft/2020-12/schema', type: 'object', properties: { a: { type: 'string', pattern: '^x' } }, required: ['a'], oneOf: [{ required: ['a'] }] };
    const [tool] = toParams('m', { ...request, tools: [{ name: 't', description: 'Does.', inputSchema }] }).tools ?? [];
    const { oneOf, ...rest } = inputSchema;

    assert.ok(tool !== undefined && 'input_schema' in tool);
    assert.deepEqual(tool.input_schema, rest);
    assert.ok(tool.description?.includes(JSON.stringify({ oneOf })));
  });

  it('does not show one model what another one signed', () => {
    const messages: readonly Message[] = [{ role: 'user', text: 'Go' }, { role: 'assistant', text: 'Hm', calls: [], opaque: { vendor: 'anthropic', model: 'other', content: [{ type: 'thinking', thinking: '', signature: 's' }] } }];

    assert.deepEqual(toParams('m', { ...request, messages }).messages[1]?.content, [{ type: 'text', text: 'Hm' }]);
  });
});
