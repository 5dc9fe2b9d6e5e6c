import assert from 'node:assert/strict';
import type { Json } from '../../../../src/engine/model/json.ts';
import { compileSchema, type DataCheck } from '../../../../src/engine/phase/jsonSchema/schemaValidator.ts';
import { schemaCases } from './cases.ts';

describe('JSON Schema 2020-12', () => {
  for (const { title, schema, valid, invalid } of schemaCases) {
    it(title, () => {
      const check = compiled(schema);
      for (const data of valid) assert.deepEqual(check(data), [], `should accept ${JSON.stringify(data)}`);
      for (const [data, pointers] of invalid) assert.deepEqual(check(data).map(({ pointer }) => pointer), pointers, `should refuse ${JSON.stringify(data)}`);
    });
  }

  it('knows the schema of schemas, which says what is wrong with a schema', () => {
    const check = compiled({ $ref: 'https://json-schema.org/draft/2020-12/schema' });
    assert.deepEqual(check({ type: 'object', properties: { a: { minLength: 0 } } }), []);
    assert.ok(check({ properties: { a: { minLength: -1 } } }).some(({ pointer }) => pointer === '/properties/a/minLength'));
  });

  const unusable: readonly (readonly [string, Json, RegExp])[] = [
    ['a number', 3, /must be an object or true or false/],
    ['a reference to another place in the net', { $ref: 'https://example.com/a.json' }, /nothing is fetched/],
    ['a reference to a file', { $ref: 'file:///etc/passwd' }, /nothing is fetched/],
    ['a reference to nothing, deep inside', { properties: { a: { items: { $ref: '#/$defs/none' } } } }, /there is nothing at that place/],
    ['a reference to an anchor of another resource', { $defs: { a: { $id: 'a', $anchor: 'here' } }, $ref: '#here' }, /there is nothing at that place/],
    ['a reference that is no address', { $ref: 'http://[' }, /is not an address/],
    ['one address twice', { $defs: { a: { $id: 'https://example.com/a' }, b: { $id: 'https://example.com/a', type: 'string' } } }, /twice/],
    ['the address of the schema of schemas', { $defs: { a: { $id: 'https://json-schema.org/draft/2020-12/schema' } } }, /twice/],
    ['a pattern that may never end', { properties: { a: { pattern: '(a+)+$' } } }, /may never end/],
    ['ten thousand levels', JSON.parse(`${'{"not":'.repeat(10_000)}true${'}'.repeat(10_000)}`) as Json, /nested too deeply/],
  ];
  for (const [title, schema, expected] of unusable) {
    it(`cannot use ${title}`, () => {
      const result = compileSchema(schema);
      assert.match(result.ok ? 'was accepted' : result.error, expected);
    });
  }

  it('ends where a schema doubles its work at every step', () => {
    const $defs = Object.fromEntries(Array.from({ length: 40 }, (_, step) => [`s${step}`, { allOf: [{ $ref: `#/$defs/s${step + 1}` }, { $ref: `#/$defs/s${step + 1}` }] }]));
    const check = compiled({ $defs: { ...$defs, s40: true }, $ref: '#/$defs/s0' });
    assert.match(check(1)[0]?.message ?? '', /without end/);
  });
});

function compiled(schema: Json): DataCheck {
  const result = compileSchema(schema);
  assert.ok(result.ok, result.ok ? '' : result.error);
  return result.value;
}
