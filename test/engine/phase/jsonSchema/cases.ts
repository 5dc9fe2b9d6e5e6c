import type { Json } from '../../../../src/engine/model/json.ts';

export interface SchemaCase {
  readonly title: string;
  readonly schema: Json;
  readonly valid: readonly Json[];
  /** Data with the places at which issues are expected. */
  readonly invalid: readonly (readonly [data: Json, pointers: readonly string[]])[];
}

const own = (text: string): Json => JSON.parse(text) as Json;

/** What is easily got wrong. */
export const schemaCases: readonly SchemaCase[] = [
  { title: 'true accepts everything', schema: true, valid: [null, 1, {}], invalid: [] },
  { title: 'false accepts nothing', schema: false, valid: [], invalid: [[null, ['']]] },
  { title: 'an integer may be written with a fraction of zero', schema: { type: 'integer' }, valid: [1, own('1.0'), 1e3], invalid: [[1.5, ['']], ['1', ['']]] },
  { title: 'several types', schema: { type: ['string', 'null'] }, valid: ['', null], invalid: [[0, ['']], [false, ['']], [[], ['']]] },
  { title: 'multiples are decimal', schema: { multipleOf: 0.01 }, valid: [0.07, 19.99, 4.35, 1e20, 0], invalid: [[0.075, ['']]] },
  { title: 'a number too large for the machine is no multiple', schema: { multipleOf: 0.5 }, valid: [1e308], invalid: [[own('1e999'), ['']]] },
  { title: 'length counts characters, not code units', schema: { minLength: 2, maxLength: 2 }, valid: ['💡💡', 'äß'], invalid: [['💡', ['']], ['💡💡💡', ['']]] },
  { title: 'patterns are Unicode and look anywhere', schema: { pattern: '\\p{Lu}x' }, valid: ['aÄx', 3], invalid: [['äx', ['']]] },
  { title: 'constants compare by value, not by order of keys', schema: { const: { a: 1, b: [2, { c: null, d: 0 }] } }, valid: [{ b: [2, { d: 0, c: null }], a: 1 }], invalid: [[{ a: 1, b: [2, { c: null }] }, ['']], [{ a: 1, b: [{ c: null, d: 0 }, 2] }, ['']]] },
  { title: 'one and true differ', schema: { enum: [1, 'a', null] }, valid: [own('1.0'), 'a', null], invalid: [[true, ['']], ['1', ['']], [0, ['']]] },
  { title: 'unique items compare by value', schema: { uniqueItems: true }, valid: [[1, true, '1', [1], ['1'], { a: 1 }, { a: true }]], invalid: [[[{ a: 1, b: 2 }, { b: 2, a: 1 }], ['']], [[own('1.0'), 1], ['']]] },
  { title: 'names of every object are ordinary names', schema: { required: ['__proto__', 'constructor', 'toString'] }, valid: [own('{"__proto__":1,"constructor":2,"toString":3}')], invalid: [[{}, ['/__proto__', '/constructor', '/toString']]] },
  { title: 'schemas for such names apply to own values only', schema: own('{"properties":{"__proto__":{"type":"string"},"constructor":{"type":"string"}},"additionalProperties":false}'), valid: [{}, own('{"__proto__":"x"}')], invalid: [[own('{"__proto__":1}'), ['/__proto__']], [own('{"toString":1}'), ['/toString']]] },
  { title: 'pointers escape', schema: { properties: { 'a/b~c': { items: { type: 'number' } } } }, valid: [{ 'a/b~c': [1] }], invalid: [[{ 'a/b~c': [1, 'x'] }, ['/a~1b~0c/1']]] },
  { title: 'additional properties are those that neither name nor pattern covers', schema: { properties: { a: true }, patternProperties: { '^x-': { type: 'string' } }, additionalProperties: { type: 'number' } }, valid: [{ a: 'any', 'x-1': 's', n: 1 }], invalid: [[{ 'x-1': 1, n: 's' }, ['/x-1', '/n']]] },
  { title: 'property names', schema: { propertyNames: { maxLength: 3 } }, valid: [{ abc: 1 }, []], invalid: [[{ abcd: 1 }, ['/abcd']]] },
  { title: 'first items, then the rest', schema: { prefixItems: [{ type: 'string' }], items: { type: 'number' } }, valid: [[], ['a'], ['a', 1, 2]], invalid: [[['a', 'b', 1], ['/1']], [[1], ['/0']]] },
  { title: 'contains with bounds', schema: { contains: { type: 'number' }, minContains: 2, maxContains: 3 }, valid: [[1, 'a', 2], [1, 2, 3]], invalid: [[[1], ['']], [[1, 2, 3, 4], ['']]] },
  { title: 'contains with no least number', schema: { contains: { type: 'number' }, minContains: 0 }, valid: [[], ['a']], invalid: [] },
  { title: 'unevaluated items: what contains has found is evaluated', schema: { prefixItems: [true], contains: { type: 'string' }, unevaluatedItems: false }, valid: [[1, 'a', 'b']], invalid: [[['a', 2], ['/1']]] },
  { title: 'unevaluated properties see through references and branches', schema: { $ref: '#/$defs/base', if: { not: { required: ['b'] } }, else: { properties: { b: true } }, unevaluatedProperties: false, $defs: { base: { properties: { a: true } } } }, valid: [{ a: 1 }, { a: 1, b: 2 }], invalid: [[{ a: 1, c: 1 }, ['/c']], [{ b: 1, c: 1 }, ['/c']]] },
  { title: 'unevaluated properties: a branch that failed has looked at nothing', schema: { anyOf: [{ properties: { a: true }, required: ['x'] }, { properties: { b: true } }], unevaluatedProperties: false }, valid: [{ b: 1 }], invalid: [[{ a: 1 }, ['/a']]] },
  { title: 'unevaluated properties of an inner schema do not see its neighbours', schema: { properties: { a: true }, allOf: [{ unevaluatedProperties: false }] }, valid: [{}], invalid: [[{ a: 1 }, ['/a']]] },
  { title: 'exactly one', schema: { oneOf: [{ minimum: 5 }, { maximum: 10 }] }, valid: [1, 11], invalid: [[7, ['']]] },
  { title: 'not', schema: { not: { type: 'string' } }, valid: [1], invalid: [['a', ['']]] },
  { title: 'dependent schemas and names', schema: { dependentSchemas: { card: { required: ['address'] } }, dependentRequired: { a: ['b', 'c'] } }, valid: [{}, { card: 1, address: 1 }, { a: 1, b: 1, c: 1 }], invalid: [[{ card: 1 }, ['/address']], [{ a: 1, b: 1 }, ['']]] },
  { title: 'dependencies of earlier drafts still count', schema: { dependencies: { a: ['b'], c: { minProperties: 2 } } }, valid: [{ a: 1, b: 1 }], invalid: [[{ a: 1 }, ['/b']], [{ c: 1 }, ['']]] },
  { title: 'a reference has neighbours', schema: { $defs: { text: { type: 'string' } }, $ref: '#/$defs/text', minLength: 2 }, valid: ['ab'], invalid: [['a', ['']]] },
  { title: 'references are relative to the nearest id', schema: { $id: 'https://example.com/root.json', $defs: { x: { type: 'string' }, other: { $id: 'folder/other.json', $defs: { x: { type: 'number' } }, properties: { a: { $ref: '#/$defs/x' } } } }, properties: { inner: { $ref: 'folder/other.json' }, outer: { $ref: '#/$defs/x' } } }, valid: [{ inner: { a: 1 }, outer: 's' }], invalid: [[{ inner: { a: 's' }, outer: 1 }, ['/inner/a', '/outer']]] },
  { title: 'anchors and escaped pointers', schema: { $defs: { 'a/b': { type: 'string' }, 'a%b': { type: 'number' }, c: { $anchor: 'here', type: 'null' } }, properties: { x: { $ref: '#/$defs/a~1b' }, y: { $ref: '#/$defs/a%25b' }, z: { $ref: '#here' } } }, valid: [{ x: 's', y: 1, z: null }], invalid: [[{ x: 1, y: 's', z: 0 }, ['/x', '/y', '/z']]] },
  { title: 'an id inside a constant is no id', schema: { const: { $id: 'https://example.com/a' } }, valid: [{ $id: 'https://example.com/a' }], invalid: [[{}, ['']]] },
  { title: 'a tree that refers to itself', schema: { $id: 'https://example.com/tree', properties: { children: { items: { $ref: '#' } } }, required: ['name'] }, valid: [{ name: 'a', children: [{ name: 'b', children: [] }] }], invalid: [[{ name: 'a', children: [{ children: [{}] }] }, ['/children/0/name', '/children/0/children/0/name']]] },
  {
    title: 'a dynamic reference leads to the outermost anchor',
    schema: { $id: 'https://example.com/strings', $ref: 'list', $defs: { item: { $dynamicAnchor: 'item', type: 'string' }, list: { $id: 'list', type: 'array', items: { $dynamicRef: '#item' }, $defs: { item: { $dynamicAnchor: 'item' } } } } },
    valid: [['a', 'b']],
    invalid: [[['a', 1], ['/1']]],
  },
  { title: 'formats are annotations', schema: { format: 'email', contentEncoding: 'base64' }, valid: ['no address'], invalid: [] },
];
