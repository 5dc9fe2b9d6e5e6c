import assert from 'node:assert/strict';
import type { JsonSchema } from '../../src/engine/model/json.ts';
import { builtInOutputs } from '../../src/engine/model/artifacts/builtInOutputs.ts';
import { toModelSchema } from '../../src/engine/model/artifacts/modelSchema.ts';
import { isAboutLine, outlineSchema } from '../../src/webview/waits/schemaOutline.ts';

const told = (schema: JsonSchema): readonly string[] => outlineSchema(schema).map(({ level, name, kind }) => `${'  '.repeat(level)}${name === '' ? '' : `${name}: `}${kind}`);

describe('the outline of a schema', () => {
  it('says each field, its kind and its limits, and what may be left out', () => {
    assert.deepEqual(told({
      type: 'object', required: ['title', 'steps', 'risk'],
      properties: {
        title: { type: 'string', minLength: 3, maxLength: 80 },
        risk: { enum: ['low', 'high', null] },
        steps: { type: 'array', minItems: 1, items: { $ref: '#/$defs/step' } },
        tags: { type: 'array', items: { type: 'string' }, maxItems: 5 },
        score: { type: ['integer', 'null'], minimum: 1 },
        code: { type: 'string', pattern: '^[A-Z]+$' },
        when: { type: 'string', format: 'date-time' },
      },
      $defs: { step: { type: 'object', required: ['id'], properties: { id: { type: 'string' }, after: { type: 'array', items: { $ref: '#/$defs/step' } } } } },
    }).slice(0, 12), [
      'object',
      '  title: text, 3 to 80 characters',
      '  risk: "low" | "high" | null',
      '  steps: list of object, at least 1',
      '    id: text',
      '    after: list of object, not required',
      '      id: text',
      '      after: list of object, not required',
      '        id: text',
      '        after: list of object, not required',
      '          id: text',
      '          after: list of object, not required',
    ]);
  });

  it('tells the ways of a union apart, and fields of any name', () => {
    assert.deepEqual(told({ anyOf: [{ type: 'object', properties: { a: { const: 1 } }, required: ['a'] }, { type: 'object', additionalProperties: { type: 'boolean' } }] }), ['one of', '  object', '    a: 1', '  object', '    *: true or false, not required']);
    assert.deepEqual(told({ anyOf: [{ type: 'string' }, { type: 'null' }] }), ['text or null']);
    assert.deepEqual(told({}), ['anything']);
  });

  it('ends, whatever the schema is', () => {
    assert.ok(told({ $ref: '#' }).length > 0);
    assert.ok(told({ type: 'object', properties: Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`f${index}`, { $ref: '#' }])) }).length <= 200);
    assert.deepEqual(told({ $ref: 'https://example.com/schema.json' }), ['anything']);
  });

  it('finds the line that an issue is about', () => {
    const lines = outlineSchema({ type: 'object', properties: { steps: { type: 'array', items: { type: 'object', properties: { id: { type: 'string' } } } } } });
    const about = (pointer: string): readonly string[] => lines.filter((line) => isAboutLine(pointer, line)).map(({ name }) => name);
    assert.deepEqual([about('/steps'), about('/steps/3/id'), about('/nothing')], [['steps'], ['id'], []]);
  });

  for (const [name, { schema }] of Object.entries(builtInOutputs)) {
    it(`says what ${name} must be`, () => assert.ok(outlineSchema(toModelSchema(schema)).length > 3));
  }
});
