import assert from 'node:assert/strict';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import type { JsonObject, JsonSchema } from '../../../../src/engine/model/json.ts';
import { anthropic, compatible, editor, gemini, openAI, type Dialect } from '../../../../src/engine/providers/schemaLowering/dialect.ts';
import { lower } from '../../../../src/engine/providers/schemaLowering/lower.ts';

const object = (property: JsonObject, more: JsonObject = {}): JsonSchema => ({ type: 'object', properties: { a: property }, ...more });
const list = { type: 'array', items: {} };

interface Case {
  readonly what: string;
  readonly dialect: Dialect;
  readonly schema: JsonSchema;
  readonly lowered: JsonSchema;
  readonly losses: readonly string[];
}

const cases: readonly Case[] = [
  { what: 'a length that the vendor does not check', dialect: gemini, schema: object({ type: 'string', description: 'A name.', minLength: 3 }), lowered: object({ type: 'string', description: 'A name. At least 3 characters.' }), losses: ['/properties/a minLength'] },
  { what: 'a pattern that servers choke on', dialect: compatible, schema: object({ type: 'string', pattern: '^x' }), lowered: object({ type: 'string', description: 'Matches the pattern ^x' }), losses: ['/properties/a pattern'] },
  { what: 'a format of our own', dialect: openAI, schema: object({ type: 'string', format: 'path' }), lowered: object({ type: 'string', description: 'Format: path.' }), losses: ['/properties/a format'] },
  { what: '"exactly one of"', dialect: openAI, schema: object({ oneOf: [{ type: 'string' }, { type: 'null' }] }), lowered: object({ anyOf: [{ type: 'string' }, { type: 'null' }] }), losses: ['/properties/a oneOf'] },
  { what: 'a constant as a list of one', dialect: gemini, schema: object({ const: 'x' }), lowered: object({ enum: ['x'] }), losses: [] },
  { what: 'values that are no text', dialect: gemini, schema: object({ enum: [null, 1] }), lowered: object({ description: 'One of [null,1].' }), losses: ['/properties/a enum'] },
  { what: 'a condition, quoted whole', dialect: editor, schema: object({ if: { const: 1 }, else: false }), lowered: object({ description: 'Must also satisfy this JSON Schema: {"if":{"const":1},"else":false}' }), losses: ['/properties/a if'] },
  { what: 'names by pattern, and with them that no others are allowed', dialect: openAI, schema: object({ type: 'object', patternProperties: { '^x': {} }, additionalProperties: false }), lowered: object({ type: 'object', description: 'Must also satisfy this JSON Schema: {"patternProperties":{"^x":{}}} Must also satisfy this JSON Schema: {"additionalProperties":false}' }), losses: ['/properties/a patternProperties', '/properties/a additionalProperties'] },
  { what: 'a tuple, and with it what follows it', dialect: openAI, schema: object({ type: 'array', prefixItems: [{ type: 'string' }], items: false }), lowered: object({ ...list, description: 'Must also satisfy this JSON Schema: {"prefixItems":[{"type":"string"}]} Must also satisfy this JSON Schema: {"items":false}' }), losses: ['/properties/a prefixItems', '/properties/a items'] },
  { what: 'a reference, inlined', dialect: gemini, schema: object({ $ref: '#/$defs/n' }, { $defs: { n: { type: 'string', maxLength: 2 } } }), lowered: object({ type: 'string', description: 'At most 2 characters.' }), losses: ['/$defs/n maxLength'] },
  { what: 'a recursive reference, cut open', dialect: compatible, schema: object({ $ref: '#/$defs/n' }, { $defs: { n: object({ $ref: '#/$defs/n' }) } }), lowered: object(object({ type: 'object', description: 'Built like the n it lies in.' })), losses: ['/$defs/n/properties/a $ref'] },
  { what: 'a reference that the vendor follows', dialect: openAI, schema: object({ $ref: '#/$defs/n' }, { $defs: { n: object({ $ref: '#/$defs/n' }) } }), lowered: object({ $ref: '#/$defs/n' }, { $defs: { n: object({ $ref: '#/$defs/n' }) } }), losses: [] },
  { what: 'a reference to elsewhere', dialect: openAI, schema: object({ $ref: 'https://example.com/x' }), lowered: object({ description: 'As "https://example.com/x" says.' }), losses: ['/properties/a $ref'] },
  { what: 'parts that all hold, as one schema', dialect: compatible, schema: { allOf: [object({ type: 'string' }), { properties: { b: {} }, required: ['b'] }] }, lowered: { type: 'object', properties: { a: { type: 'string' }, b: {} }, required: ['b'] }, losses: [] },
];

const ajv = new Ajv2020({ strict: false, validateFormats: false });

describe('schema lowering', () => {
  for (const { what, dialect, schema, lowered, losses } of cases) {
    it(`${dialect.name}: ${what}`, () => {
      const result = lower(schema, dialect);

      assert.deepEqual(result.schema, lowered);
      assert.deepEqual(result.losses.map(({ pointer, keyword }) => `${pointer} ${keyword}`).toSorted(), losses.toSorted());
    });
  }

  it('says in the tool\'s description what no vendor takes at the top', () => {
    for (const dialect of [openAI, compatible, gemini, editor, anthropic]) {
      const { schema, note, losses } = lower(object({}, { anyOf: [{ required: ['a'] }] }), dialect);

      assert.deepEqual([schema, losses.map(({ keyword }) => keyword)], [object({}), ['anyOf']]);
      assert.match(note, /^\n.*must also satisfy this JSON Schema: \{"anyOf":\[\{"required":\["a"\]\}\]\}/i);
    }
  });

  it('is strict only where nothing changes', () => {
    const closed = { additionalProperties: false, required: ['a'] };
    const answers = [
      object({ type: 'string' }, closed),
      object({ type: ['array', 'null'], items: { $ref: '#/$defs/n' } }, { ...closed, $defs: { n: object({ anyOf: [{ type: 'null' }, { type: 'number' }] }, closed) } }),
      object({ type: 'string' }, { additionalProperties: false }),
      object({ type: 'string' }, { required: ['a'] }),
      object({ type: 'string', pattern: '^x' }, closed),
      object({ type: 'number', minimum: 1 }, closed),
      object({}, closed),
      object({ type: 'array' }, closed),
      object({ type: 'object', properties: {} }, closed),
      object({ $ref: '#/$defs/none' }, closed),
    ].map((schema) => ({ ...lower(schema, openAI), full: schema }));

    assert.deepEqual(answers.map(({ isStrict }) => isStrict), [true, true, false, false, false, false, false, false, false, false]);
    for (const { isStrict, schema, full } of answers) if (isStrict) assert.deepEqual(schema, full);
  });

  it('gives the same bytes, and the same object, for the same schema', () => {
    const schema = object({ type: 'string', minLength: 3 });

    assert.equal(lower(schema, gemini), lower(schema, gemini));
    assert.equal(JSON.stringify(lower(structuredClone(schema), gemini)), JSON.stringify(lower(schema, gemini)));
  });

  it('ends where references multiply', () => {
    const doubling = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`d${index}`, { properties: { l: { $ref: `#/$defs/d${index + 1}` }, r: { $ref: `#/$defs/d${index + 1}` } } }]));
    const { schema, losses } = lower({ type: 'object', $ref: '#/$defs/d0', $defs: { ...doubling, d40: {} } }, gemini);

    assert.ok(losses.some(({ keyword }) => keyword === 'size'));
    assert.ok(JSON.stringify(schema).length < 1_000_000);
  });

  for (const dialect of [openAI, compatible, gemini, editor, anthropic]) {
    it(`${dialect.name}: takes whatever the full schema takes`, () => {
      let accepted = 0;
      fc.assert(fc.property(fc.record({ x: schemas, y: schemas }), objects, (parts, data) => {
        const full = { ...parts.x, type: 'object', properties: { c: { $ref: '#/$defs/y' } }, $defs: { y: { ...parts.y } } };
        if (!ajv.validate(full, data)) return;
        accepted += 1;
        const { schema } = lower(full, dialect);
        assert.ok(ajv.validate({ ...schema }, data), `${JSON.stringify(full)}\n${JSON.stringify(schema)}\n${JSON.stringify(data)}`);
      }), { numRuns: 80 });
      assert.ok(accepted > 5, `only ${accepted} were valid`);
    });
  }
});

const { values: objects, schemas } = (() => {
  const names = fc.constantFrom('a', 'b', 'c');
  const { value } = fc.letrec<{ value: unknown }>((tie) => ({ value: fc.oneof({ maxDepth: 3 }, fc.constantFrom(null, 0, 1, 7, '', 'x', 'long text', true), fc.array(tie('value'), { maxLength: 3 }), fc.dictionary(names, tie('value'), { maxKeys: 3 })) }));
  const { schema } = fc.letrec<{ schema: JsonObject }>((tie) => {
    const map = fc.dictionary(names, tie('schema'), { maxKeys: 2 });
    const either = fc.oneof(fc.boolean(), tie('schema'));
    const some = fc.array(tie('schema'), { minLength: 1, maxLength: 2 });
    const rich = fc.record({
      properties: map, additionalProperties: either, patternProperties: fc.dictionary(fc.constantFrom('a|b', '^c'), tie('schema'), { maxKeys: 1 }), unevaluatedProperties: either, propertyNames: tie('schema'),
      items: either, prefixItems: some, unevaluatedItems: either, contains: tie('schema'), anyOf: some, oneOf: some, allOf: some, not: tie('schema'), if: tie('schema'), else: tie('schema'),
      dependentSchemas: map, required: fc.uniqueArray(names, { maxLength: 1 }), description: fc.constant('Said.'),
    }, { requiredKeys: [] });
    const plain = fc.record({
      type: fc.constantFrom('object', 'array', 'string', 'integer', ['null', 'object'], ['array', 'string', 'number', 'boolean', 'object', 'null']), const: fc.constantFrom('x', 1, null), enum: fc.constant(['x', 1, 'long text']), minLength: fc.constant(2), maxLength: fc.constant(3), minimum: fc.constant(1),
      exclusiveMaximum: fc.constant(7), pattern: fc.constant('^l'), minItems: fc.constant(1), uniqueItems: fc.boolean(), minProperties: fc.constant(1), format: fc.constant('date'),
    }, { requiredKeys: [] }).map((all): JsonObject => Object.fromEntries(Object.entries(all).slice(0, 2)));
    const few = fc.tuple(rich, fc.subarray(['properties', 'additionalProperties', 'patternProperties', 'unevaluatedProperties', 'propertyNames', 'items', 'prefixItems', 'unevaluatedItems', 'contains', 'anyOf', 'oneOf', 'allOf', 'not', 'if', 'else', 'dependentSchemas', 'required', 'description'], { maxLength: 4 })).map(([all, kept]): JsonObject => Object.fromEntries(Object.entries(all).filter(([name]) => kept.includes(name))));
    return { schema: fc.oneof({ maxDepth: 4 }, plain, few, fc.tuple(few, plain).map(([left, right]): JsonObject => ({ ...left, ...right }))) };
  });
  return { values: fc.dictionary(names, value, { maxKeys: 3 }), schemas: schema };
})();
