import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Json, JsonSchema } from '../../src/engine/model/json.ts';
import { tokenizeJson } from '../../src/webview/inspector/json.ts';
import type { Field, Rendered } from '../../src/webview/inspector/model.ts';
import { render } from '../../src/webview/inspector/render.ts';
import { countMatches, filterRendered, splitMatches } from '../../src/webview/inspector/search.ts';
import { taskQueue, taskQueueSchema } from '../ui/artifacts.ts';

function fieldsOf(value: Rendered | null): readonly Field[] {
  assert.equal(value?.type, 'record');
  return value.fields;
}

const valueAt = (value: Rendered, key: string): Rendered => fieldsOf(value).find((field) => field.key === key)!.value;

describe('rendering an artifact', () => {
  const rendered = render(taskQueue, taskQueueSchema);

  it('takes titles, descriptions and order from the schema', () => {
    assert.deepEqual(fieldsOf(rendered).map(({ title }) => title), ['Summary', 'Decisions', 'Tasks', 'Risks']);
    assert.equal(fieldsOf(rendered)[0]?.description, 'What the tasks achieve together.');
  });

  it('makes tables of short records and cards of long ones', () => {
    assert.equal(valueAt(rendered, 'decisions').type, 'table');
    assert.equal(valueAt(rendered, 'items').type, 'cards');
  });

  it('links ids to what they name, and only those', () => {
    const tasks = valueAt(rendered, 'items');
    assert.equal(tasks.type, 'cards');
    const [first] = tasks.items;
    assert.equal(first?.anchor, 't1');
    assert.deepEqual(valueAt(first, 'decisions'), { type: 'list', items: [{ type: 'reference', target: 'd1' }] });
    assert.deepEqual(valueAt(first, 'priority'), { type: 'badge', text: 'high', tone: 'danger' });
    assert.deepEqual(render({ see: 'd9' }, {}), { type: 'record', anchor: null, heading: null, fields: [{ key: 'see', title: 'See', description: null, value: { type: 'prose', text: 'd9' } }] });
  });

  it('follows references and chooses the branch of a union', () => {
    const schema: JsonSchema = {
      properties: { step: { oneOf: [{ properties: { kind: { const: 'a' }, x: { title: 'Of A' } } }, { $ref: '#/$defs/b~1c' }] } },
      $defs: { 'b/c': { allOf: [{ properties: { kind: { const: 'b' } } }, { properties: { x: { title: 'Of B' } } }] } },
    };
    const titles = (kind: string) => fieldsOf(valueAt(render({ step: { kind, x: 'y' } }, schema), 'step')).map(({ title }) => title);
    assert.deepEqual([titles('a'), titles('b')], [['Kind', 'Of A'], ['Kind', 'Of B']]);
  });

  it('shows fields that the schema does not know, after those it does', () => {
    const value = render({ extraField: 1, known: 'x' }, { properties: { known: { type: 'string' } } });
    assert.deepEqual(fieldsOf(value).map(({ title }) => title), ['Known', 'Extra field']);
  });

  it('survives schemas that loop, lie or are no schemas', () => {
    const loop: JsonSchema = { $ref: '#/$defs/a', $defs: { a: { $ref: '#/$defs/b' }, b: { $ref: '#/$defs/a' } } };
    for (const schema of [loop, { $ref: 'https://evil.test/x' }, { $ref: '#/__proto__/polluted' }, { properties: 7, items: false, anyOf: 'x', allOf: [1] }] as JsonSchema[]) {
      assert.equal(valueAt(render({ a: 'text' }, schema), 'a').type, 'prose');
    }
  });

  it('is total', () => {
    fc.assert(fc.property(fc.jsonValue(), fc.dictionary(fc.constantFrom('type', 'properties', 'items', 'anyOf', 'oneOf', 'allOf', '$ref', 'enum', 'title'), fc.jsonValue()), (data, schema) => {
      render(data as Json, schema as JsonSchema);
    }), { numRuns: 300 });
    let deep: Json = 'end';
    for (let level = 0; level < 2_000; level += 1) deep = { deep };
    assert.equal(render(deep, {}).type, 'record');
  });

  it('makes hidden characters visible', () => {
    assert.deepEqual(valueAt(render({ note: 'a\u202Eb' }, {}), 'note'), { type: 'prose', text: 'a⟨U+202E⟩b' });
  });
});

describe('searching an artifact', () => {
  const rendered = render(taskQueue, taskQueueSchema);

  it('keeps what matches and its place', () => {
    const found = filterRendered(rendered, 'README');
    assert.deepEqual(fieldsOf(found).map(({ key }) => key), ['items']);
    const tasks = valueAt(found!, 'items');
    assert.deepEqual(tasks.type === 'cards' && tasks.items.map(({ anchor }) => anchor), ['t3']);
  });

  it('counts, finds nothing, and finds everything for nothing', () => {
    assert.equal(countMatches(rendered, 'readme'), 2);
    assert.equal(filterRendered(rendered, 'no such words'), null);
    assert.equal(filterRendered(rendered, '  '), rendered);
  });

  it('marks matches without changing the text', () => {
    assert.deepEqual(splitMatches('Date and date', 'DATE').filter(({ isMatch }) => isMatch).map(({ text }) => text), ['Date', 'date']);
    fc.assert(fc.property(fc.string(), fc.string(), (text, query) => assert.equal(splitMatches(text, query).map((part) => part.text).join(''), text)));
  });
});

describe('JSON lines', () => {
  it('are cut into tokens that join to the same line', () => {
    assert.deepEqual(tokenizeJson('  "a\\"b": [1.5e3, true, "x"],').map(({ kind }) => kind), ['mark', 'key', 'mark', 'mark', 'number', 'mark', 'word', 'mark', 'string', 'mark']);
    fc.assert(fc.property(fc.jsonValue(), (value) => {
      for (const line of JSON.stringify(value, undefined, 2).split('\n')) assert.equal(tokenizeJson(line).map(({ text }) => text).join(''), line);
    }));
  });
});
