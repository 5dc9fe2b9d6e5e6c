import assert from 'node:assert/strict';
import type { Message } from '../../../../src/engine/model/message.ts';
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
