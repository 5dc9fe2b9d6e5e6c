import assert from 'node:assert/strict';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { Json, JsonSchema } from '../../../src/engine/model/json.ts';
import type { OutputDefinition } from '../../../src/engine/model/template.ts';
import { outputSchemas } from '../../../src/engine/phase/outputSchemas.ts';
import type { OutputContract } from '../../../src/engine/ports/outputSchemas.ts';
import { samples } from '../model/artifacts/samples.ts';

const schemas = outputSchemas();

describe('output schemas: built-in', () => {
  for (const [name, sample] of Object.entries(samples)) {
    it(`${name}: the schema shown to the model is valid JSON Schema and accepts what the check accepts`, async () => {
      const contract = await compiled(name);
      assert.equal(contract.type, name);
      assert.equal(contract.schema['type'], 'object');
      assert.deepEqual(contract.check(sample, { plan: samples['decision-log'], tasks: samples['task-queue'] }), []);
      assert.equal(new Ajv2020({ strict: true }).compile(contract.schema)(sample), true);
    });
  }

  it('give pointers and messages', async () => {
    assert.deepEqual((await compiled('spec')).check({ ...samples.spec, goals: [], extra: 1 }, {}), [
      { pointer: '/goals', message: 'must have at least 1 entries' },
      { pointer: '/extra', message: 'Unknown key "extra"' },
    ]);
  });

  it('check references upstream', async () => {
    assert.equal((await compiled('task-queue')).check(samples['task-queue'], {})[0]?.pointer, '/items/0/decision');
  });

  it('name the known ones when asked for an unknown one', async () => {
    for (const name of ['reprot', 'constructor', '__proto__', 'toString']) assert.match(await problem(name), /There is no built-in output schema .* Known: decision-log, spec/);
  });
});

describe('output schemas: inline', () => {
  it('check every issue at once', async () => {
    const contract = await inline({ properties: { title: { type: 'string', minLength: 3 }, level: { enum: ['low', 'high'] }, 'a/b': { type: 'array', items: { type: 'integer' } } }, required: ['title', 'level'], additionalProperties: false });
    assert.deepEqual(contract.check({ title: 'x', 'a/b': [1, 'two'], more: true }, {}), [
      { pointer: '/level', message: 'is missing' },
      { pointer: '/title', message: 'must NOT have fewer than 3 characters' },
      { pointer: '/a~1b/1', message: 'must be integer, not "two"' },
      { pointer: '/more', message: 'Unknown key "more"' },
    ]);
    assert.deepEqual(contract.check({ title: 'abc', level: 'mid' }, {}), [{ pointer: '/level', message: 'must be one of "low", "high", not "mid"' }]);
    assert.deepEqual(contract.check({ title: 'abc', level: 'low' }, {}), []);
  });

  it('always ask for an object, whatever the schema leaves open', async () => {
    const contract = await inline({ required: ['a'] });
    assert.equal(contract.schema['type'], 'object');
    assert.equal(contract.check([1], {})[0]?.message, 'must be object, not [1]');
  });

  it('understand 2020-12: local references, unevaluated properties, prefix items', async () => {
    const contract = await inline({ $defs: { id: { type: 'string', pattern: '^[a-z]+(?:-[a-z]+)*$' } }, properties: { id: { $ref: '#/$defs/id' }, pair: { prefixItems: [{ type: 'string' }], items: false } }, unevaluatedProperties: false });
    assert.deepEqual(contract.check({ id: 'a-b', pair: ['x'] }, {}), []);
    assert.deepEqual(contract.check({ id: 'A', pair: ['x', 1], z: 0 }, {}).map(({ pointer }) => pointer), ['/id', '/pair/1', '/z']);
  });

  it('treat formats as annotations and ignore unknown keywords', async () => {
    assert.deepEqual((await inline({ properties: { at: { type: 'string', format: 'no-such-format', colour: 'red' } } })).check({ at: 'soon' }, {}), []);
  });

  const broken: readonly (readonly [string, JsonSchema, RegExp])[] = [
    ['an unknown type', { properties: { a: { type: 'strin' } } }, /\/properties\/a\/type must be equal to one of/],
    ['properties that are no object', { properties: 3 }, /\/properties must be object/],
    ['a remote reference', { properties: { a: { $ref: 'https://example.com/schema.json' } } }, /can't resolve reference https:\/\/example\.com/],
    ['a dangling reference', { $ref: '#/$defs/none' }, /can't resolve reference #\/\$defs\/none/],
    ['another dialect', { $schema: 'http://json-schema.org/draft-07/schema#' }, /\/\$schema: only JSON Schema 2020-12/],
    ['asynchronous validation', { $async: true }, /\/\$async/],
    ['a list at its root', { type: 'array' }, /\/type: the schema must describe an object, not "array"/],
    ['a broken pattern', { properties: { a: { pattern: '(' } } }, /the pattern "\(" is not a valid regular expression/],
    ['a catastrophic pattern', { properties: { a: { pattern: '^(\\w+\\s?)*$' } } }, /the pattern .* may never end/],
    ['a catastrophic pattern for names', { patternProperties: { '(a|a)*$': true } }, /the pattern .* may never end/],
    ['too much of it', { description: 'x'.repeat(300_000) }, /300,\d+ characters/],
  ];
  for (const [name, schema, expected] of broken) {
    it(`refuse a schema with ${name}`, async () => assert.match(await problem({ type: 'report', schema }), expected));
  }

  it('keep two schemas with the same id apart', async () => {
    const id = { $id: 'https://example.com/one' };
    assert.deepEqual((await inline({ ...id, required: ['a'] })).check({}, {}).length, 1);
    assert.deepEqual((await inline({ ...id, required: ['b', 'c'] })).check({}, {}).length, 2);
  });

  it('survive a schema that refers to itself without end', async () => {
    assert.match((await inline({ $ref: '#' })).check({}, {})[0]?.message ?? '', /refers to itself without end/);
  });
});

describe('output schemas: limits', () => {
  it('turn down data that is too deep, too much or too long, before anything looks at it', async () => {
    const contract = await inline({ properties: { list: { uniqueItems: true } } });
    const nested = JSON.parse(`{"a":${'['.repeat(5_000)}${']'.repeat(5_000)}}`) as Json;
    assert.match(contract.check(nested, {})[0]?.message ?? '', /deeper than 64 levels/);
    assert.match(contract.check({ list: Array.from({ length: 30_000 }, () => ({})) }, {})[0]?.message ?? '', /more than 20,000 values/);
    assert.match((await compiled('spec')).check({ summary: 'x'.repeat(1_000_001) }, {})[0]?.message ?? '', /more than 1,000,000 characters/);
  });

  it('try a pattern on short texts only, and list at most fifty issues', async () => {
    const contract = await inline({ properties: { a: { pattern: '^x*x*y' } }, additionalProperties: { type: 'string' } });
    assert.deepEqual(contract.check({ a: 'x'.repeat(20_000) }, {}), [{ pointer: '/a', message: 'must have at most 10,000 characters' }]);
    const issues = contract.check(Object.fromEntries(Array.from({ length: 80 }, (_, index) => [`k${index}`, index])), {});
    assert.equal(issues.length, 51);
    assert.equal(issues.at(-1)?.message, 'has 30 further issues');
  });
});

async function compiled(output: OutputDefinition): Promise<OutputContract> {
  const result = await schemas.compile(output);
  assert.ok(result.ok, result.ok ? '' : result.error);
  return result.value;
}

function inline(schema: JsonSchema): Promise<OutputContract> {
  return compiled({ type: 'report', schema });
}

async function problem(output: OutputDefinition): Promise<string> {
  const result = await schemas.compile(output);
  assert.ok(!result.ok);
  return result.error;
}
