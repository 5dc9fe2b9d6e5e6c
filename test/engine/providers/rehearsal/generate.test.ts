import assert from 'node:assert/strict';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import type { Json, JsonObject } from '../../../../src/engine/model/json.ts';
import { generate } from '../../../../src/engine/providers/rehearsal/artifact/generate.ts';
import type { Writer } from '../../../../src/engine/providers/rehearsal/artifact/place.ts';

const plainWriter: Writer = { texts: () => ['Reads src/invoice.js', 'Covers the boundary'], rank: (members) => members, wants: () => true, length: () => 2 };

function make(schema: JsonObject, draft?: Json): Json {
  return generate({ schema, root: schema, path: [], draft, variant: 0, seed: 1, writer: plainWriter, effort: { left: 2_000 }, make: generate });
}

function problems(schema: JsonObject, value: Json): string {
  const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
  return ajv.validate(schema, value) ? '' : `${ajv.errorsText()} in ${JSON.stringify(value)}`;
}

const name = fc.constantFrom('id', 'title', 'summary', 'path', 'status', 'count', 'items', 'owner', 'risk', 'notes');

const textSchema: fc.Arbitrary<JsonObject> = fc.oneof(
  fc.record({ minLength: fc.nat(40), extra: fc.nat(60) }).map(({ minLength, extra }) => ({ type: 'string', minLength, maxLength: minLength + extra })),
  fc.constantFrom('^[a-z]{3,8}$', '^T\\d+$', '^[A-Z][A-Za-z0-9._-]*$', '^(low|high)-[0-9a-f]{4}$', '^\\d{4}-\\d{2}-\\d{2}$', '^[^/\\\\]+\\.md$', '^(?:\\/(?:[^~/]|~[01])*)*$', '[aeiou]{2}', '^\\p{Lu}\\w+( \\w+)*$').map((pattern) => ({ type: 'string', pattern })),
  fc.constantFrom('date-time', 'date', 'email', 'uri', 'uuid', 'ipv4').map((format) => ({ type: 'string', format })),
  fc.uniqueArray(fc.string({ minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 4 }).map((members) => ({ enum: members })),
);

const numberSchema: fc.Arbitrary<JsonObject> = fc.oneof(
  fc.record({ minimum: fc.integer({ min: -1_000, max: 1_000 }), width: fc.nat(50) }).map(({ minimum, width }) => ({ type: 'integer', minimum, maximum: minimum + width })),
  fc.record({ low: fc.integer({ min: -50, max: 50 }), width: fc.integer({ min: 1, max: 9 }) }).map(({ low, width }) => ({ type: 'number', exclusiveMinimum: low, exclusiveMaximum: low + width })),
  fc.record({ step: fc.constantFrom(2, 5, 0.5, 10), minimum: fc.integer({ min: -20, max: 20 }) }).map(({ step, minimum }) => ({ type: 'number', multipleOf: step, minimum })),
);

const leaf: fc.Arbitrary<JsonObject> = fc.oneof(
  textSchema,
  numberSchema,
  fc.constant<JsonObject>({ type: 'boolean' }),
  fc.constant<JsonObject>({ type: ['null', 'integer'] }),
  fc.jsonValue({ maxDepth: 2 }).map((value) => ({ const: JSON.parse(JSON.stringify(value)) as Json })),
  fc.constant<JsonObject>({ $ref: '#/$defs/label' }),
  fc.constant<JsonObject>({ $ref: '#/$defs/tree' }),
);

const anySchema = fc.letrec<{ schema: JsonObject; object: JsonObject }>((tie) => ({
  schema: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'schema' },
    leaf,
    tie('object'),
    fc.record({ items: tie('schema'), minItems: fc.nat(3), extra: fc.nat(2) }).map(({ items, minItems, extra }) => ({ type: 'array', items, minItems, maxItems: minItems + extra })),
    fc.record({ items: textSchema.filter((schema) => !('enum' in schema)), minItems: fc.nat(3) }).map(({ items, minItems }) => ({ type: 'array', items: { ...items, minLength: 3, maxLength: 60 }, minItems, uniqueItems: true })).filter(({ items }) => !('format' in items)),
    fc.tuple(tie('schema'), tie('schema')).map((prefixItems) => ({ type: 'array', prefixItems, items: false, minItems: 2 })),
    fc.array(tie('schema'), { minLength: 1, maxLength: 3 }).map((anyOf) => ({ anyOf })),
    fc.tuple(tie('object'), tie('object')).map(([left, right]) => ({ oneOf: [tagged(left, 'left'), tagged(right, 'right')] })),
  ),
  object: fc.record({ properties: fc.dictionary(name, tie('schema'), { maxKeys: 4 }), required: fc.subarray(['id', 'title', 'summary', 'count']), isOpen: fc.boolean() }).map(({ properties, required, isOpen }) => ({
    type: 'object',
    properties,
    required: required.filter((key) => Object.hasOwn(properties, key)),
    ...(isOpen ? {} : { additionalProperties: false }),
  })),
}));

/** An object schema that only one of several can match. */
function tagged(schema: JsonObject, kind: string): JsonObject {
  return { ...schema, properties: { ...(schema.properties as JsonObject), kind: { const: kind } }, required: [...(schema.required as readonly Json[]), 'kind'] };
}

const definitions = {
  label: { type: 'string', minLength: 3, maxLength: 12 },
  tree: { type: 'object', properties: { label: { $ref: '#/$defs/label' }, children: { type: 'array', items: { $ref: '#/$defs/tree' } } }, required: ['label', 'children'], additionalProperties: false },
};

describe('generate', function () {
  this.timeout(30_000);
  it('satisfies random schemas, by the judgement of Ajv', () => {
    fc.assert(
      fc.property(anySchema.schema, (schema) => {
        const whole = { ...schema, $defs: definitions };
        assert.equal(problems(whole, make(whole)), '');
      }),
      { numRuns: 80 },
    );
  });

  it('keeps what a draft says wherever the schema lets it', () => {
    const schema = { type: 'object', properties: { title: { type: 'string' }, count: { type: 'integer', maximum: 3 }, tags: { type: 'array', items: { enum: ['a', 'b'] } } }, required: ['title', 'count', 'tags'] };
    const value = make(schema, { title: 'Kept', count: 9, tags: ['b', 'zzz'] });

    assert.equal(problems(schema, value), '');
    assert.deepEqual(value, { title: 'Kept', count: 1, tags: ['b', 'a'] });
  });

  it('says the same for the same seed', () => {
    fc.assert(fc.property(anySchema.schema, (schema) => assert.deepEqual(make({ ...schema, $defs: definitions }), make({ ...schema, $defs: definitions }))), { numRuns: 50 });
  });

  const corners: Readonly<Record<string, JsonObject>> = {
    'merged branches': { allOf: [{ type: 'object', required: ['a'], properties: { a: { type: 'string', minLength: 5 } } }, { properties: { a: { pattern: '^x' }, b: { const: 7 } }, required: ['b'] }] },
    'a condition': JSON.parse('{"type":"object","properties":{"kind":{"enum":["file","none"]}},"required":["kind"],"if":{"properties":{"kind":{"const":"file"}}},"then":{"required":["path"],"properties":{"path":{"type":"string"}}}}') as JsonObject,
    'dependent properties': { type: 'object', properties: { a: { type: 'integer' }, b: { type: 'integer' } }, required: ['a'], dependentRequired: { a: ['b'] } },
    'a map with named keys': { type: 'object', propertyNames: { pattern: '^[a-z]{2}$' }, additionalProperties: { type: 'integer' }, minProperties: 2 },
    'pattern properties': { type: 'object', patternProperties: { '^env_': { type: 'string' } }, additionalProperties: false, minProperties: 1 },
    'something contained': { type: 'array', items: { type: 'integer' }, contains: { minimum: 10 }, minContains: 2, maxItems: 4 },
    'what must not be': { type: 'string', enum: ['a', 'b', 'c'], not: { enum: ['a', 'b'] } },
    'distinct numbers': { type: 'array', items: { type: 'integer', minimum: 3, maximum: 9 }, minItems: 4, uniqueItems: true },
    'distinct members': { type: 'array', items: { enum: ['x', 'y', 'z'] }, minItems: 3, uniqueItems: true },
    'a nullable reference': { type: 'object', properties: { next: { anyOf: [{ $ref: '#' }, { type: 'null' }] } }, required: ['next'] },
    'no type at all': {},
  };
  for (const [title, schema] of Object.entries(corners)) {
    it(`satisfies ${title}`, () => assert.equal(problems(schema, make(schema)), ''));
  }
});
